import type { SQL } from 'drizzle-orm'
import { and, count, desc, eq, getTableColumns, isNull, lt, notInArray, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { FindingEventKind, FindingState } from '../../model/core/findings.ts'
import { ASKED_EVENT_KINDS } from '../../model/core/findings.ts'
import type { FindingEventId, FindingId, RunId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Db } from '../client.ts'
import type { Excepted } from '../exceptions/matches.ts'
import { EXCEPTED, EXCEPTED_IDS } from '../exceptions/matches.ts'
import { findingEvents, findingSightings, findings } from '../schema/meaning.ts'
import { within } from '../scope.ts'
import type { FindingFilter } from './finding-filter.ts'
import { IS_OVERDUE, whereFindings } from './finding-filter.ts'

type Row = typeof findings.$inferSelect

/** A finding, when it was judged last, and what is true of it at the time of reading. */
export type ListedFinding = Omit<Row, 'parameters' | 'judged'> & {
  readonly lastSeenAt: string
  readonly lastEvaluatedAt: string
  readonly runId: RunId
  readonly overdue: boolean
  readonly excepted: Excepted | null
  /** Null of a rule of the catalogue. */
  readonly customTitle: string | null
}

/** With what it was judged on, which is half of the row and which lists do not show. */
export type Finding = ListedFinding & Pick<Row, 'parameters' | 'judged'>

/** As the rule is called now, deleted ones too. Asked of the few findings of a page, and of custom rules' alone. */
const CUSTOM_TITLE = sql<string | null>`case when ${findings.ruleId} like 'custom.%' then (
  select v.title from custom_rules r
  join custom_rule_versions v using (integration_id, rule_id, version)
  where r.integration_id = ${findings.integrationId} and r.rule_id = ${findings.ruleId}) end`

const { parameters, judged, ...SHOWN } = getTableColumns(findings)

/** All but the exception, which a page looks for finding by finding and an export for all at once. */
export const LISTED = {
  ...SHOWN,
  lastSeenAt: findingSightings.seenAt,
  lastEvaluatedAt: findingSightings.evaluatedAt,
  runId: findingSightings.runId,
  overdue: IS_OVERDUE,
  customTitle: CUSTOM_TITLE,
}
const COLUMNS = { ...LISTED, excepted: EXCEPTED }
export const SIGHTED = eq(findingSightings.findingId, findings.id)

/**
 * Where a page ended: the three columns of the order. Two never change while a finding lives, and the third only when
 * its severity does: a cursor over what every evaluation writes anew (`last_seen_at`) would lose whole pages.
 */
export interface FindingCursor {
  readonly severityRank: number
  readonly firstSeenAt: string
  readonly id: FindingId
}

interface FindingPage {
  readonly after?: FindingCursor | undefined
  readonly limit: number
}

/** Most urgent first, then the newest. One whose severity rises while it is paged over may be met twice, or not at all. */
export const listFindings = (
  ...asked: [db: Db, scope: Scope, filter: FindingFilter, page: FindingPage]
): Promise<ListedFinding[]> =>
  findingPage(...asked)
    .prepare('list_findings')
    .execute()

/** The statement of `listFindings`. */
export function findingPage(db: Db, scope: Scope, filter: FindingFilter, page: FindingPage) {
  return db
    .select(COLUMNS)
    .from(findings)
    .innerJoin(findingSightings, SIGHTED)
    .where(and(whereFindings(scope, filter), page.after && beyond(page.after)))
    .orderBy(desc(findings.severityRank), desc(findings.firstSeenAt), desc(findings.id))
    .limit(page.limit)
}

export async function getFinding(db: Db, scope: Scope, id: FindingId): Promise<Finding | null> {
  const [row] = await db
    .select({ ...COLUMNS, parameters, judged })
    .from(findings)
    .innerJoin(findingSightings, SIGHTED)
    .where(and(eq(findings.id, id), within(scope, findings.integrationId)))
    .prepare('get_finding')
    .execute()
  return row ?? null
}

export interface FindingCount {
  readonly ruleId: AnyRuleId
  readonly findingTypeId: string
  readonly state: FindingState
  readonly severity: Severity
  readonly effectiveSeverity: Severity
  readonly excepted: boolean
  readonly count: number
}

/** How many findings there are by rule, state, severity and whether they are excepted; sums of it answer every question of a summary. */
export function countFindings(db: Db, scope: Scope, filter: FindingFilter = {}): Promise<FindingCount[]> {
  const by = [
    findings.ruleId,
    findings.findingTypeId,
    findings.state,
    findings.severity,
    findings.effectiveSeverity,
    sql`is_excepted`,
  ] as const
  return db
    .select({
      ruleId: findings.ruleId,
      findingTypeId: findings.findingTypeId,
      state: findings.state,
      severity: findings.severity,
      effectiveSeverity: findings.effectiveSeverity,
      excepted: sql<boolean>`excepted.finding_id is not null`.as('is_excepted'),
      count: sql<number>`count(*)::int`,
    })
    .from(findings)
    .leftJoin(sql`${EXCEPTED_IDS} as excepted`, sql`excepted.finding_id = ${findings.id}`)
    .where(whereFindings(scope, filter))
    .groupBy(...by)
    .orderBy(...by)
}

export interface FindingEvent {
  readonly id: FindingEventId
  readonly kind: FindingEventKind
  /** Null where a person did something. */
  readonly runId: RunId | null
  /** Who did it; null where a run found it out. */
  readonly actor: Actor | null
  readonly at: string
  readonly detail: JsonObject
}

/** A finding's history, newest first. Read the finding within a scope before. */
export function listFindingEvents(
  db: Db,
  findingId: FindingId,
  page: { readonly before?: FindingEventId | undefined; readonly limit: number },
): Promise<FindingEvent[]> {
  const { id, kind, runId, actor, at, detail } = findingEvents
  return db
    .select({ id, kind, runId, actor, at, detail })
    .from(findingEvents)
    .where(and(eq(findingEvents.findingId, findingId), page.before && lt(findingEvents.id, page.before)))
    .orderBy(desc(findingEvents.id))
    .limit(page.limit)
    .prepare('list_finding_events')
    .execute()
}

/** How much people have said of a finding so far: it never falls, so it tells one time of reading from another. */
export async function countPeoplesEvents(db: Db, findingId: FindingId): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(findingEvents)
    .where(
      and(
        eq(findingEvents.findingId, findingId),
        isNull(findingEvents.runId),
        notInArray(findingEvents.kind, [...ASKED_EVENT_KINDS]),
      ),
    )
    .prepare('count_peoples_events')
    .execute()
  return row?.n ?? 0
}

/** The row comparison that an index on the same three columns answers. */
const beyond = ({ severityRank, firstSeenAt, id }: FindingCursor): SQL =>
  sql`(${findings.severityRank}, ${findings.firstSeenAt}, ${findings.id})
    < (${severityRank}::int, ${firstSeenAt}::text::timestamptz, ${id}::uuid)`
