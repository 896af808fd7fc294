import type { SQL } from 'drizzle-orm'
import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { FindingState } from '../../model/core/findings.ts'
import type { FindingId, PersonId, RunId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Db } from '../client.ts'
import type { Excepted } from '../exceptions/matches.ts'
import { EXCEPTED, EXCEPTED_IDS } from '../exceptions/matches.ts'
import type { KnownPerson } from '../people/get-people.ts'
import { entriesOf, PERSON_OF_ENTRY } from '../people/people-in-evidence.ts'
import type { PeopleJson } from '../people/people-json.ts'
import { peopleById, peopleJson } from '../people/people-json.ts'
import { findingSightings, findings } from '../schema/meaning.ts'
import { within } from '../scope.ts'
import { fixed, named, rowsOf } from '../statement.ts'
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
export const CUSTOM_TITLE = sql<string | null>`case when ${findings.ruleId} like 'custom.%' then (
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

const FROM = fixed(sql`from ${findings} join ${findingSightings} on ${SIGHTED}`)
const PAGE = fixed(sql`select ${named(COLUMNS)} ${FROM}`)
/** One finding with what it was judged on, for statements that go on with `where`. */
export const WHOLE = named({ ...COLUMNS, parameters, judged })
export const WHOLE_FROM = FROM

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

export interface FindingList {
  readonly rows: readonly ListedFinding[]
  /** Who stands in their evidence. */
  readonly people: ReadonlyMap<PersonId, KnownPerson>
}

/** Most urgent first, then the newest. One whose severity rises while it is paged over may be met twice, or not at all. */
export async function listFindings(
  db: Db,
  scope: Scope,
  filter: FindingFilter,
  page: FindingPage,
): Promise<FindingList> {
  // Each once for the page, beside one of its rows: the same few own most of what there is.
  const who = peopleJson(scope, PEOPLE_OF_PAGE)
  const rows = await rowsOf<ListedFinding & { readonly people: PeopleJson }>(
    db,
    'list_findings',
    sql`with page as materialized (${findingPage(scope, filter, page)})
      select page.*, case row_number() over () when 1 then ${who} end as people
      from page order by "severityRank" desc, "firstSeenAt" desc, id desc`,
  )
  const known = rows.find(({ people }) => people !== null)?.people ?? null
  return { rows: rows.map(({ people: _, ...row }) => row), people: peopleById(known) }
}

const PEOPLE_OF_PAGE = fixed(sql`select ${PERSON_OF_ENTRY} from page, ${entriesOf(sql`page.evidence`)}`)

/** The findings of a page, without who they are about. */
export const findingPage = (scope: Scope, filter: FindingFilter, page: FindingPage): SQL => sql`
  ${PAGE} where ${and(sql`true`, whereFindings(scope, filter), page.after && beyond(page.after))}
  ${ORDER} limit ${page.limit}`

const ORDER = fixed(
  sql`order by ${desc(findings.severityRank)}, ${desc(findings.firstSeenAt)}, ${desc(findings.id)}`,
)

export async function getFinding(db: Db, scope: Scope, id: FindingId): Promise<Finding | null> {
  const [row] = await rowsOf<Finding>(
    db,
    'get_finding',
    sql`select ${WHOLE} ${FROM} where ${isFinding(scope, id)}`,
  )
  return row ?? null
}

export const isFinding = (scope: Scope, id: FindingId): SQL | undefined =>
  and(eq(findings.id, id), within(scope, findings.integrationId))

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

/** The row comparison that an index on the same three columns answers. */
const beyond = ({ severityRank, firstSeenAt, id }: FindingCursor): SQL =>
  sql`(${findings.severityRank}, ${findings.firstSeenAt}, ${findings.id})
    < (${severityRank}::int, ${firstSeenAt}::text::timestamptz, ${id}::uuid)`
