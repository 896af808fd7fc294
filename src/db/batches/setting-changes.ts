import type { AssetDraft, EventDraft } from '../../model/core/records.ts'
import { RETENTION_CHANGED, TOLD_BY_SETTINGS } from '../../model/core/setting-changes.ts'
import { STREAMS } from '../../model/core/streams.ts'
import type { Tx } from '../client.ts'
import type { Batch } from './batch.ts'
import type { Moved } from './move-checkpoint.ts'

/** What stood before a batch of settings is written. */
export interface SettingsBefore {
  /** ISO. */
  readonly at: string
  /** By external id, of settings that were known and live. */
  readonly retention: ReadonlyMap<string, string>
}

/**
 * Reads what a batch of settings is about to overwrite; null where nothing of the batch is told of so. Two lanes read
 * settings, and each has a `seq` of its own: what changed takes its place in that of the stream's own lane, whose row
 * both lock before they look, so that a change which both come upon is told once.
 */
export async function settingsBefore(
  tx: Tx,
  { integrationId, stream }: Pick<Batch, 'integrationId' | 'stream'>,
  assets: readonly AssetDraft[],
): Promise<SettingsBefore | null> {
  if (assets.length === 0 || !TOLD_BY_SETTINGS.includes(stream)) return null
  const [place] = await tx<{ at: string }[]>`
    select now() as at from checkpoints
    where integration_id = ${integrationId} and lane = ${STREAMS[stream].lane} and stream = ${stream}
    for update`
  if (place === undefined) return null
  const rows = await tx<{ externalId: string; retention: string | null }[]>`
    select external_id as "externalId", attributes #>> '{data_retention,type}' as retention
    from assets
    where integration_id = ${integrationId} and kind = ${stream} and deleted_at is null
      and external_id = any(${assets.map(({ externalId }) => externalId)}::text[])`
  const known = rows.flatMap(({ externalId, retention }) =>
    retention === null ? [] : [[externalId, retention] as const],
  )
  return { at: place.at, retention: new Map(known) }
}

/**
 * The place of what changed in the order of the stream's own lane. Another lane makes one there; nothing is moved where
 * nothing changed, since that checkpoint is somebody else's.
 */
export async function placeOfChanges(
  tx: Tx,
  { integrationId, stream, lane }: Pick<Batch, 'integrationId' | 'stream' | 'lane'>,
  { seq }: Pick<Moved, 'seq'>,
): Promise<number> {
  const home = STREAMS[stream].lane
  if (lane === home) return seq
  const [place] = await tx<{ seq: number }[]>`
    update checkpoints set seq = seq + 1
    where integration_id = ${integrationId} and lane = ${home} and stream = ${stream}
    returning seq::float8 as seq`
  if (place === undefined) throw new Error(`the checkpoint of ${stream} was locked and is gone`)
  return place.seq
}

interface SettingChange {
  readonly asset: AssetDraft
  readonly from: string
  readonly to: string
}

export const changedSettings = (
  { retention }: SettingsBefore,
  assets: readonly AssetDraft[],
): readonly SettingChange[] =>
  assets.flatMap((asset) => {
    const from = retention.get(asset.externalId)
    const to = retentionOf(asset.attributes)
    return from === undefined || to === null || from === to ? [] : [{ asset, from, to }]
  })

/**
 * What upstream's audit log has no deed for, told as an event: this reading differs from the one before. It stands in
 * the transaction that overwrites what was read before, so it is told once or, where that rolls back, not at all. It
 * bears the time at which it was seen, since nobody says when it happened.
 */
export const eventsOf = (changes: readonly SettingChange[], seq: number, at: string): readonly EventDraft[] =>
  changes.map(({ asset: { externalId, parentId }, from, to }) => ({
    type: 'event' as const,
    eventId: `${externalId}:${seq}`,
    occurredAt: at,
    eventType: RETENTION_CHANGED,
    action: null,
    actor: { kind: 'unknown' as const },
    attributes: { detail: { from, to, ...(parentId === null ? {} : { project_id: parentId }) } },
  }))

function retentionOf({ data_retention: retention }: AssetDraft['attributes']): string | null {
  if (typeof retention !== 'object' || retention === null || !('type' in retention)) return null
  return typeof retention.type === 'string' ? retention.type : null
}
