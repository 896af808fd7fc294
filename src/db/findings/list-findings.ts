import type { SQL } from 'drizzle-orm'
import { and, desc, eq, getTableColumns, gte, ilike, inArray, lt, or, sql } from 'drizzle-orm'
import type { AssetKind } from '../../model/core/assets.ts'
import type { FindingEventKind, FindingState } from '../../model/core/findings.ts'
import type { AssetId, FindingEventId, FindingId, IntegrationId, RunId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { RuleId } from '../../model/core/rule-ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Db } from '../client.ts'
import { findingEvents, findingSightings, findings } from '../schema/meaning.ts'
import { within } from '../scope.ts'

/** A finding, and when it was judged last. */
export type Finding = typeof findings.$inferSelect & {
  readonly lastSeenAt: string
  readonly lastEvaluatedAt: string
  readonly runId: RunId
}

const COLUMNS = {
  ...getTableColumns(findings),
  lastSeenAt: findingSightings.seenAt,
  lastEvaluatedAt: findingSightings.evaluatedAt,
  runId: findingSightings.runId,
}
const SIGHTED = eq(findingSightings.findingId, findings.id)

/** Each filter is a list of alternatives; an absent or empty one filters nothing. All must hold. */
export interface FindingFilter {
  readonly integrationIds?: readonly IntegrationId[] | undefined
  readonly states?: readonly FindingState[] | undefined
  /** The effective one. */
  readonly severities?: readonly Severity[] | undefined
  readonly ruleIds?: readonly RuleId[] | undefined
  readonly categories?: readonly string[] | undefined
  readonly findingTypeIds?: readonly string[] | undefined
  readonly assetIds?: readonly AssetId[] | undefined
  readonly assetKinds?: readonly AssetKind[] | undefined
  /** Words or ids as people type them: a rule, a FindingTypeID, an asset's id or name. */
  readonly q?: string | undefined
  /** ISO. */
  readonly firstSeenFrom?: string | undefined
}

/**
 * Where a page ended: the three columns of the order. Two never change while a finding lives, and the third only when
 * its severity does: a cursor over what every evaluation writes anew (`last_seen_at`) would lose whole pages.
 */
export interface FindingCursor {
  readonly severityRank: number
  readonly firstSeenAt: string
  readonly id: FindingId
}

/** Most urgent first, then the newest. One whose severity rises while it is paged over may be met twice, or not at all. */
export function listFindings(
  db: Db,
  scope: Scope,
  filter: FindingFilter,
  page: { readonly after?: FindingCursor | undefined; readonly limit: number },
): Promise<Finding[]> {
  return db
    .select(COLUMNS)
    .from(findings)
    .innerJoin(findingSightings, SIGHTED)
    .where(and(where(scope, filter), page.after && beyond(page.after)))
    .orderBy(desc(findings.severityRank), desc(findings.firstSeenAt), desc(findings.id))
    .limit(page.limit)
}

export async function getFinding(db: Db, scope: Scope, id: FindingId): Promise<Finding | null> {
  const [row] = await db
    .select(COLUMNS)
    .from(findings)
    .innerJoin(findingSightings, SIGHTED)
    .where(and(eq(findings.id, id), within(scope, findings.integrationId)))
  return row ?? null
}

export interface FindingCount {
  readonly ruleId: RuleId
  readonly findingTypeId: string
  readonly state: FindingState
  readonly severity: Severity
  readonly effectiveSeverity: Severity
  readonly count: number
}

/** How many findings there are by rule, state and severity; sums of it answer every question of a summary. */
export function countFindings(db: Db, scope: Scope, filter: FindingFilter = {}): Promise<FindingCount[]> {
  const by = [
    findings.ruleId,
    findings.findingTypeId,
    findings.state,
    findings.severity,
    findings.effectiveSeverity,
  ] as const
  return db
    .select({
      ruleId: findings.ruleId,
      findingTypeId: findings.findingTypeId,
      state: findings.state,
      severity: findings.severity,
      effectiveSeverity: findings.effectiveSeverity,
      count: sql<number>`count(*)::int`,
    })
    .from(findings)
    .where(where(scope, filter))
    .groupBy(...by)
    .orderBy(...by)
}

export interface FindingEvent {
  readonly id: FindingEventId
  readonly kind: FindingEventKind
  readonly runId: RunId
  readonly at: string
  readonly detail: JsonObject
}

/** A finding's history, newest first. Read the finding within a scope before. */
export function listFindingEvents(
  db: Db,
  findingId: FindingId,
  page: { readonly before?: FindingEventId | undefined; readonly limit: number },
): Promise<FindingEvent[]> {
  const { id, kind, runId, at, detail } = findingEvents
  return db
    .select({ id, kind, runId, at, detail })
    .from(findingEvents)
    .where(and(eq(findingEvents.findingId, findingId), page.before && lt(findingEvents.id, page.before)))
    .orderBy(desc(findingEvents.id))
    .limit(page.limit)
}

function where(scope: Scope, filter: FindingFilter): SQL | undefined {
  return and(
    within(scope, findings.integrationId),
    isAnyOf(findings.integrationId, filter.integrationIds),
    isAnyOf(findings.state, filter.states),
    isAnyOf(findings.effectiveSeverity, filter.severities),
    isAnyOf(findings.ruleId, filter.ruleIds),
    isAnyOf(findings.category, filter.categories),
    isAnyOf(findings.findingTypeId, filter.findingTypeIds),
    isAnyOf(findings.assetId, filter.assetIds),
    isAnyOf(findings.assetKind, filter.assetKinds),
    filter.firstSeenFrom === undefined ? undefined : gte(findings.firstSeenAt, filter.firstSeenFrom),
    filter.q === undefined || filter.q.trim() === '' ? undefined : matches(filter.q.trim()),
  )
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

/** The row comparison that an index on the same three columns answers. */
const beyond = ({ severityRank, firstSeenAt, id }: FindingCursor): SQL =>
  sql`(${findings.severityRank}, ${findings.firstSeenAt}, ${findings.id})
    < (${severityRank}::int, ${firstSeenAt}::text::timestamptz, ${id}::uuid)`
