import type { SQL } from 'drizzle-orm'
import { and, eq, gte, ilike, inArray, not, or, sql } from 'drizzle-orm'
import type { AssetKind } from '../../model/core/assets.ts'
import type { ExceptedFilter } from '../../model/core/exceptions.ts'
import type { FindingState, TriageState } from '../../model/core/findings.ts'
import type { AssetId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Severity } from '../../model/core/severity.ts'
import { IS_EXCEPTED, IS_NOT_EXCEPTED } from '../exceptions/matches.ts'
import { findings } from '../schema/meaning.ts'
import { within } from '../scope.ts'

/** Each filter is a list of alternatives; an absent or empty one filters nothing. All must hold. */
export interface FindingFilter {
  readonly ids?: readonly FindingId[] | undefined
  readonly integrationIds?: readonly IntegrationId[] | undefined
  readonly states?: readonly FindingState[] | undefined
  readonly triages?: readonly TriageState[] | undefined
  /** To the letter. */
  readonly assignee?: string | undefined
  /** The effective one. */
  readonly severities?: readonly Severity[] | undefined
  readonly ruleIds?: readonly AnyRuleId[] | undefined
  readonly categories?: readonly string[] | undefined
  readonly findingTypeIds?: readonly string[] | undefined
  readonly assetIds?: readonly AssetId[] | undefined
  readonly assetKinds?: readonly AssetKind[] | undefined
  /** Words or ids as people type them: a rule, a FindingTypeID, an asset's id or name. */
  readonly q?: string | undefined
  /** ISO. */
  readonly firstSeenFrom?: string | undefined
  readonly overdue?: boolean | undefined
  /** Default: all. */
  readonly excepted?: ExceptedFilter | undefined
}

/** It stands, and should not any more. Apart from exceptions: who tolerates it for a while has not mended it. */
export const IS_OVERDUE: SQL<boolean> = sql<boolean>`(${findings.state} <> 'resolved' and ${findings.dueAt} < now())`

export function whereFindings(scope: Scope, filter: FindingFilter): SQL | undefined {
  return and(
    within(scope, findings.integrationId),
    isAnyOf(findings.id, filter.ids),
    isAnyOf(findings.integrationId, filter.integrationIds),
    isAnyOf(findings.state, filter.states),
    isAnyOf(findings.triage, filter.triages),
    filter.assignee === undefined ? undefined : eq(findings.assignee, filter.assignee),
    isAnyOf(findings.effectiveSeverity, filter.severities),
    isAnyOf(findings.ruleId, filter.ruleIds),
    isAnyOf(findings.category, filter.categories),
    isAnyOf(findings.findingTypeId, filter.findingTypeIds),
    isAnyOf(findings.assetId, filter.assetIds),
    isAnyOf(findings.assetKind, filter.assetKinds),
    filter.firstSeenFrom === undefined ? undefined : gte(findings.firstSeenAt, filter.firstSeenFrom),
    filter.q === undefined || filter.q.trim() === '' ? undefined : matches(filter.q.trim()),
    filter.overdue === undefined ? undefined : filter.overdue ? IS_OVERDUE : not(IS_OVERDUE),
    whereExcepted(filter.excepted ?? 'include'),
  )
}

function whereExcepted(wanted: ExceptedFilter): SQL | undefined {
  switch (wanted) {
    case 'include':
      return undefined
    case 'exclude':
      return IS_NOT_EXCEPTED
    case 'only':
      return IS_EXCEPTED
    default:
      return wanted satisfies never
  }
}

function isAnyOf(
  column: Parameters<typeof inArray>[0],
  values: readonly string[] | undefined,
): SQL | undefined {
  return values === undefined || values.length === 0 ? undefined : inArray(column, [...values])
}

function matches(q: string): SQL | undefined {
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return or(
    ilike(findings.ruleId, pattern),
    ilike(findings.category, pattern),
    ilike(findings.assetExternalId, pattern),
    sql`${findings.findingTypeId}::text ilike ${pattern}`,
    sql`${findings.evidence} ->> 'name' ilike ${pattern}`,
    sql`${findings.evidence} ->> 'redacted_value' ilike ${pattern}`,
  )
}
