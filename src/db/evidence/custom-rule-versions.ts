import { and, asc, eq, getTableColumns, lt, sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Period } from '../../model/core/period.ts'
import type { Db } from '../client.ts'
import { customRules, customRuleVersions } from '../schema/custom-rules.ts'

export type WrittenVersion = typeof customRuleVersions.$inferSelect & {
  /** When the next version took its place, or the rule was deleted; null: neither has happened. */
  readonly supersededAt: string | null
  readonly deletedAt: string | null
  /** Whether the rule, in its newest version, judges now. */
  readonly enabled: boolean
}

/**
 * All versions of an integration's custom rules that were there before a period's end. Older ones too: a finding names the
 * version that judged it, however long ago. There are bounds to how many rules and versions an integration may have.
 */
export function customRuleVersionsBefore(
  db: Db,
  of: IntegrationId,
  { until }: Period,
): Promise<WrittenVersion[]> {
  const { integrationId, ruleId, version, createdAt } = customRuleVersions
  return db
    .select({
      ...getTableColumns(customRuleVersions),
      supersededAt: sql<string | null>`coalesce(
        lead(${createdAt}) over (partition by ${ruleId} order by ${version}), ${customRules.deletedAt})`,
      deletedAt: customRules.deletedAt,
      enabled: customRules.enabled,
    })
    .from(customRuleVersions)
    .innerJoin(customRules, and(eq(customRules.integrationId, integrationId), eq(customRules.ruleId, ruleId)))
    .where(and(eq(integrationId, of), lt(createdAt, until)))
    .orderBy(asc(ruleId), asc(version))
}
