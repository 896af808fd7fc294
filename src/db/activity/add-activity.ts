import type { ActivitySubject, DailySignal } from '../../model/core/activity.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Tx } from '../client.ts'

/** What is added to a day of one subject. Times are what upstream wrote, exact to the microsecond. */
export interface ActivityDelta {
  readonly subjectKind: ActivitySubject
  readonly subject: string
  readonly signal: DailySignal
  readonly occurredAt: string
  /** Less than nothing where a newer version took a message elsewhere. */
  readonly count: number
}

/**
 * Adds to days (UTC), each of which is written once however many of them are its. Whoever calls this adds what nobody
 * has added before: rows that an insert has just returned, or a stretch of `seq` that its cursor passes in the same
 * transaction.
 */
export async function addActivity(
  tx: Tx,
  integrationId: IntegrationId,
  deltas: readonly ActivityDelta[],
): Promise<void> {
  if (deltas.length === 0) return
  await tx`
    insert into activity_daily as d (integration_id, subject_kind, subject, day, signal, count, last_at)
    select ${integrationId}, subject_kind, subject, (at at time zone 'UTC')::date, signal, sum(n), max(at)
    from (select u.subject_kind, u.subject, u.signal, u.at::timestamptz as at, u.n from unnest(
      ${deltas.map(({ subjectKind }) => subjectKind)}::text[], ${deltas.map(({ subject }) => subject)}::text[],
      ${deltas.map(({ signal }) => signal)}::text[], ${deltas.map(({ occurredAt }) => occurredAt)}::text[],
      ${deltas.map(({ count }) => count)}::float8[]) as u(subject_kind, subject, signal, at, n)) as given
    group by 2, 3, 4, 5 order by 2, 3, 4, 5
    on conflict (integration_id, subject_kind, subject, day, signal) do update set
      count = d.count + excluded.count, last_at = greatest(d.last_at, excluded.last_at)`
}
