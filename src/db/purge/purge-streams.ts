import { DAILY_SIGNALS, STREAMS_OF_DAILY_SIGNAL } from '../../model/core/activity.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import { ACTIVITY_SIGNALS, STREAM_OF_SIGNAL } from '../../model/core/signals.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { STREAMS } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import type { Purged, PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

export interface StreamPurge {
  readonly integrationId: IntegrationId
  readonly streams: readonly StreamName[]
  /** The purge goes on only while this is the integration's mode. */
  readonly mode: CollectionMode
}

/**
 * Removes all that is kept of some streams: what they brought, what was counted from it, what could not be kept, and
 * how far each run came with them. Their checkpoints stay for their fences and were emptied with the change of mode.
 *
 * An attempt at this activity that froze may thaw when the mode has long been widened again and the streams are read
 * anew; so each batch asks for the mode that it purges for.
 */
export async function purgeStreams(sql: Sql, purge: StreamPurge, pace: PurgePace): Promise<void> {
  if (purge.streams.length === 0) return
  for (const purged of whatIsKept(sql, purge)) await deleteInBatches(sql, purged, pace)
}

function whatIsKept(sql: Sql, { integrationId, streams, mode }: StreamPurge): Purged[] {
  const names = [...streams]
  const signals = ACTIVITY_SIGNALS.filter((signal) => streams.includes(STREAM_OF_SIGNAL[signal]))
  const still = sql`exists (select from integrations where id = ${integrationId} and collection_mode = ${mode})`
  const own = sql`integration_id = ${integrationId} and ${still}`
  const ofStreams = sql`${own} and stream = any(${names}::text[])`
  const daily = DAILY_SIGNALS.filter((signal) =>
    STREAMS_OF_DAILY_SIGNAL[signal].every((stream) => streams.includes(stream)),
  )
  const ofSignals = sql`${own} and signal = any(${signals}::text[])`
  const kinds = streams.flatMap((stream) => {
    const { records } = STREAMS[stream]
    return records.type === 'asset' ? [records.kind] : []
  })
  const runs = sql`select id from runs where integration_id = ${integrationId}`
  const hasMessages = streams.some((stream) => STREAMS[stream].records.type === 'message')
  return [
    ...(hasMessages ? [{ table: 'messages', where: own }] : []),
    ...(kinds.length > 0
      ? [
          {
            table: 'assets',
            where: sql`${own} and kind = any(${kinds}::text[])`,
            dependent: { table: 'asset_sightings', column: 'asset_id' },
          },
        ]
      : []),
    { table: 'events', where: ofStreams },
    { table: 'event_keys', where: ofStreams },
    { table: 'activity_daily', where: sql`${own} and signal = any(${daily}::text[])` },
    { table: 'person_activity', where: ofSignals },
    { table: 'quarantine', where: ofStreams },
    { table: 'drift', where: ofStreams },
    { table: 'run_streams', where: sql`${still} and stream = any(${names}::text[]) and run_id in (${runs})` },
  ]
}
