import type { SQL } from 'drizzle-orm'
import { and, eq, gte, ilike, not, or, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { AssetKind } from '../../model/core/assets.ts'
import type { ExceptedFilter } from '../../model/core/exceptions.ts'
import type { FindingState, TriageState } from '../../model/core/findings.ts'
import type { AssetId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Severity } from '../../model/core/severity.ts'
import { severityRank } from '../../model/core/severity.ts'
import { IS_EXCEPTED, IS_NOT_EXCEPTED } from '../exceptions/matches.ts'
import { isAnyOf } from '../is-any-of.ts'
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
    hasAnyOf(findings.id, filter.ids),
    hasAnyOf(findings.integrationId, filter.integrationIds),
    hasAnyOf(findings.state, filter.states),
    hasAnyOf(findings.triage, filter.triages),
    filter.assignee === undefined ? undefined : eq(findings.assignee, filter.assignee),
    // By rank, which indexes begin with or go on with.
    hasAnyOf(findings.severityRank, filter.severities?.map(severityRank)),
    hasAnyOf(findings.ruleId, filter.ruleIds),
    hasAnyOf(findings.category, filter.categories),
    hasAnyOf(findings.findingTypeId, filter.findingTypeIds),
    hasAnyOf(findings.assetId, filter.assetIds),
    hasAnyOf(findings.assetKind, filter.assetKinds),
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

const hasAnyOf = (column: PgColumn, values: readonly (string | number)[] | undefined): SQL | undefined =>
  values === undefined || values.length === 0 ? undefined : isAnyOf(column, values)

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
