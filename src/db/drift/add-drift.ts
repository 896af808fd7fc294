import type { IntegrationId } from '../../model/core/ids.ts'
import type { DriftNote } from '../../model/core/records.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Tx } from '../client.ts'

/**
 * Oddities that the database itself meets are noted beside unknown fields, under paths that no JSON path can
 * be: they too say that upstream is not what it was taken to be.
 */
export const DRIFT_PATHS = {
  /** Strings with a NUL or half a surrogate pair, mended. */
  mendedText: '#mended-text',
  /** A known event id that came again with another time. */
  movedEvent: '#same-id-other-time',
} as const

export async function addDrift(
  tx: Tx,
  where: { readonly integrationId: IntegrationId; readonly stream: StreamName },
  notes: readonly DriftNote[],
): Promise<void> {
  const counts = new Map<string, number>()
  for (const note of notes) {
    if (note.count > 0) counts.set(note.path, (counts.get(note.path) ?? 0) + note.count)
  }
  if (counts.size === 0) return
  await tx`
    insert into drift as d (integration_id, stream, path, count)
    select ${where.integrationId}, ${where.stream}, u.path, u.count::bigint
    from unnest(${[...counts.keys()]}::text[], ${[...counts.values()].map(String)}::text[]) as u(path, count)
    order by u.path
    on conflict (integration_id, stream, path) do update set
      count = d.count + excluded.count, last_seen_at = now()`
}
