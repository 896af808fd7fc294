import type { FindingId } from '../../model/core/ids.ts'
import type { Tx } from '../client.ts'
import type { Evaluation } from './write-findings.ts'

/** Notes that findings stood at this evaluation. One that began before another ended after it does not turn time back. */
export async function noteStanding(tx: Tx, evaluation: Evaluation, ids: readonly FindingId[]): Promise<void> {
  if (ids.length === 0) return
  await tx`
    insert into finding_sightings as s (finding_id, seen_at, evaluated_at, run_id)
    select u.id, ${evaluation.now}::text::timestamptz, ${evaluation.now}::text::timestamptz, ${evaluation.runId}
    from unnest(${ids as FindingId[]}::uuid[]) as u(id)
    on conflict (finding_id) do update set seen_at = greatest(s.seen_at, excluded.seen_at),
      evaluated_at = greatest(s.evaluated_at, excluded.evaluated_at), run_id = excluded.run_id`
}

/** Notes that findings were judged and no longer stood: when they stood last stays as it was. */
export async function noteRelieved(tx: Tx, evaluation: Evaluation, ids: readonly FindingId[]): Promise<void> {
  if (ids.length === 0) return
  await tx`
    update finding_sightings
    set evaluated_at = greatest(evaluated_at, ${evaluation.now}::text::timestamptz), run_id = ${evaluation.runId}
    where finding_id = any(${ids as FindingId[]}::uuid[])`
}
