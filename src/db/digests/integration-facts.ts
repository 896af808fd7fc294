import { sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { IntegrationFacts } from '../../model/core/week-numbers.ts'
import type { Week } from '../../model/core/weekly.ts'
import type { Db } from '../client.ts'
import { firstIdOf } from '../first-id.ts'
import { rowsOf } from '../rows-of.ts'

export interface FactsAsked {
  /** Null: of all. */
  readonly integrationId: IntegrationId | null
  readonly week: Pick<Week, 'from' | 'until'>
  /** Of which rules it is asked whether they could judge; null: of all. */
  readonly ruleIds: readonly string[] | null
}

/**
 * What there is to say of each integration beside its findings. One that is disconnected, or is being, has no numbers any more.
 * Runs that answer a person (connection tests, rechecks) are no news.
 */
export function integrationFacts(
  tx: Db,
  { integrationId, week, ruleIds }: FactsAsked,
): Promise<readonly IntegrationFacts[]> {
  const [from, until] = [week.from, week.until].map(
    (ms) => sql`${new Date(ms).toISOString()}::text::timestamptz`,
  )
  const rules = ruleIds === null ? sql`true` : sql`r.rule_id = any(${sql.param([...ruleIds])}::text[])`
  return rowsOf<IntegrationFacts>(
    tx,
    sql`
    select i.id as "integrationId",
      (select count(*)::int from runs r where r.integration_id = i.id
        and r.state in ('completed', 'completed_with_gaps') and r.kind in ('full', 'incremental')
        and r.ended_at >= ${from} and r.ended_at < ${until}) as "completedRuns",
      (select count(*)::int from runs r where r.integration_id = i.id and r.state = 'failed'
        and r.kind in ('full', 'incremental', 'key_check') and r.ended_at >= ${from} and r.ended_at < ${until})
        as "failedRuns",
      (select count(*)::int from notices n where n.integration_id = i.id and n.type = 'integration.degraded'
        and n.id >= ${firstIdOf(week.from)}::uuid and n.id < ${firstIdOf(week.until)}::uuid) as degraded,
      (select count(*)::int from credentials c where c.integration_id = i.id and c.state = 'rejected')
        as "credentialsRefused",
      (select count(*)::int from rule_results r where r.integration_id = i.id and r.reason is not null
        and r.reason <> 'rule_disabled' and ${rules}) as "rulesNotJudged",
      (select count(distinct g.stream)::int from collection_gaps g where g.integration_id = i.id
        and g.noted_at >= ${from} and g.noted_at < ${until}) as gaps
    from integrations i
    where i.disconnected_at is null and i.phase <> 'disconnecting'
      and (${integrationId}::uuid is null or i.id = ${integrationId}::uuid)
    order by i.id`,
  )
}
