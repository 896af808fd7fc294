import { EVENT_RULE_IDS } from '../../model/core/rule-ids.ts'
import type { Sql } from '../client.ts'
import type { PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

/**
 * How long observations outlive their finding. They are there so that an event which is judged again is not counted
 * again; upstream keeps its logs for thirty days, so none comes a second time after that. How many there were, and over
 * which time, stays in the finding's evidence.
 */
export const OBSERVATION_DAYS = 30

/** Removes what findings counted that were closed long ago, of all integrations; `pace` may leave the rest for another time. */
export async function purgeObservations(sql: Sql, pace: PurgePace = {}): Promise<void> {
  const ids = EVENT_RULE_IDS as unknown as string[]
  const where = sql`finding_id in (
    select id from findings where state = 'resolved' and (rule_id = any(${ids}::text[]) or rule_id like 'custom.%')
      and resolved_at < now() - make_interval(days => ${OBSERVATION_DAYS}))`
  await deleteInBatches(sql, { table: 'observations', where }, pace)
}
