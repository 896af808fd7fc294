import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { DriftNote, QuarantinedRecord } from '../../../model/core/records.ts'
import { PLAIN_ID } from '../../../model/core/records.ts'
import { pathOf } from '../../list-page.ts'
import { DriftTally, knownShape } from './drift.ts'

/** Where on a page or in a file a record came from. */
export interface Place {
  readonly fileId: string | null
  readonly pageCursor: string | null
  readonly index: number
}

export interface LenientRead<R> {
  readonly records: readonly R[]
  readonly quarantined: readonly QuarantinedRecord[]
  readonly drift: readonly DriftNote[]
}

/**
 * Reads records one by one: one that does not fit is set aside with its place, the others go on.
 * Schemas ask for an id and little else, since OpenAI's own samples lack fields that its schema requires.
 */
export class LenientReader<R> {
  readonly #schema: z.ZodType<R>
  readonly #shape: ReturnType<typeof knownShape>

  constructor(schema: z.ZodType<R>) {
    this.#schema = schema
    this.#shape = knownShape(schema)
  }

  /** One record, or why it is set aside. */
  readOne(value: unknown, place: Place, drift: DriftTally): { record: R } | { aside: QuarantinedRecord } {
    const parsed = this.#schema.safeParse(value)
    if (!parsed.success) {
      return {
        aside: setAside(place, 'unknown_shape', pathOf(parsed.error), textOf(value), value),
      }
    }
    drift.note(value, this.#shape)
    return { record: parsed.data }
  }

  read(values: readonly unknown[], pageCursor: string | null): LenientRead<R> {
    const records: R[] = []
    const quarantined: QuarantinedRecord[] = []
    const drift = new DriftTally()
    for (const [index, value] of values.entries()) {
      const read = this.readOne(value, { fileId: null, pageCursor, index }, drift)
      if ('record' in read) records.push(read.record)
      else quarantined.push(read.aside)
    }
    return { records, quarantined, drift: drift.notes() }
  }
}

/**
 * Writing JSON goes down by recursion and gives up some thousand levels deep, reading it does not. A record nested
 * that deep has no checksum, and does not keep those around it from being read.
 */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}

/** A locator without values: enough to fetch the record again while upstream still has it. */
export function setAside(
  place: Place,
  reason: string,
  path: string,
  raw: string | Uint8Array,
  value: unknown,
): QuarantinedRecord {
  const sha256 = createHash('sha256').update(raw).digest('hex')
  return { locator: { ...place, recordId: recordIdOf(value), sha256 }, reason, path }
}

function recordIdOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  const { id, event_id } = value as Record<string, unknown>
  return (
    [event_id, id].find((found): found is string => typeof found === 'string' && PLAIN_ID.test(found)) ?? null
  )
}
