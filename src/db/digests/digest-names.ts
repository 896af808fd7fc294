import { and, inArray, isNull, ne, sql } from 'drizzle-orm'
import { asFindingId, asIntegrationId } from '../../model/core/ids.ts'
import type { WeekNumbers } from '../../model/core/week-numbers.ts'
import type { Db } from '../client.ts'
import { rowsOf } from '../rows-of.ts'
import { integrations } from '../schema/connection.ts'
import { findings } from '../schema/meaning.ts'

/** What a digest's ids are called at the moment of sending; what was purged since is absent. */
export interface DigestNames {
  readonly integrations: ReadonlyMap<string, string>
  /** Of rules that people wrote, by integration and rule with a space between. */
  readonly customTitles: ReadonlyMap<string, string>
  /** Null where what a finding is about has no name. */
  readonly findings: ReadonlyMap<string, string | null>
}

export async function digestNames(db: Db, { integrations: weeks }: WeekNumbers): Promise<DigestNames> {
  const ids = weeks.map((week) => asIntegrationId(week.integration_id))
  const findingIds = weeks.flatMap(({ oldest }) => oldest.map((one) => asFindingId(one.finding_id)))
  const named = await db
    .select({ id: integrations.id, name: integrations.displayName })
    .from(integrations)
    .where(
      and(
        inArray(integrations.id, ids),
        isNull(integrations.disconnectedAt),
        ne(integrations.phase, 'disconnecting'),
      ),
    )
  const titles = await rowsOf<{ readonly key: string; readonly title: string }>(
    db,
    sql`select r.integration_id || ' ' || r.rule_id as key, v.title
      from custom_rules r join custom_rule_versions v using (integration_id, rule_id, version)
      where r.integration_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`,
  )
  const about = await db
    .select({
      id: findings.id,
      name: sql<string | null>`case when jsonb_typeof(${findings.evidence} -> 'name') = 'string'
        then ${findings.evidence} ->> 'name' end`,
    })
    .from(findings)
    .where(inArray(findings.id, findingIds))
  return {
    integrations: new Map(named.map(({ id, name }) => [id, name])),
    customTitles: new Map(titles.map(({ key, title }) => [key, title])),
    findings: new Map(about.map(({ id, name }) => [id, name])),
  }
}
