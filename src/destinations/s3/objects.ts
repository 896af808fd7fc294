import { gzipSync } from 'node:zlib'
import type { SettingsOf } from '../../model/schema/destination-kinds.ts'
import { eventBody } from '../event-body.ts'
import type { Outgoing, ToldEvent } from '../sender.ts'

export interface StoredObject {
  /** In the bucket, without a slash before it. */
  readonly key: string
  readonly body: Buffer
  readonly contentType: string
}

const DAY_END = 10
/** `finding`, `run`, `integration`, `destination`; `ping` of a test. */
const classOf = ({ type }: ToldEvent): string => type.split('.', 1)[0] ?? type
const dayOf = ({ payload }: ToldEvent): string =>
  new Date(Date.parse(String(payload.timestamp))).toISOString().slice(0, DAY_END)

/**
 * A batch as objects, one for each partition that it has something of, as a rule one. All that a key is made of stays the same
 * over the attempts of a batch, so an object that is written again takes its own place.
 */
export function objectsOf(settings: SettingsOf<'s3'>, { batchId, events }: Outgoing): StoredObject[] {
  const { prefix, gzip } = settings
  const partitions = Map.groupBy(events, (event) => `class=${classOf(event)}/date=${dayOf(event)}`)
  return [...partitions].map(([partition, some]) => {
    const lines = some.map((event) => `${JSON.stringify(eventBody(batchId, event))}\n`).join('')
    const key = [...(prefix === '' ? [] : [prefix]), partition, `${batchId}.ndjson`].join('/')
    return gzip
      ? { key: `${key}.gz`, body: gzipSync(lines), contentType: 'application/gzip' }
      : { key, body: Buffer.from(lines), contentType: 'application/x-ndjson' }
  })
}
