import type { SQL } from 'drizzle-orm'
import { and, desc, eq, getTableColumns, gt, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { ExceptionState } from '../../model/core/exceptions.ts'
import type { ExceptionId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { exceptions } from '../schema/meaning.ts'
import { within } from '../scope.ts'
import { MATCHES } from './matches.ts'

export type Exception = typeof exceptions.$inferSelect & {
  readonly state: ExceptionState
  /** Of one that is about a single finding. */
  readonly findingId: FindingId | null
}

const STATE = sql<ExceptionState>`case when ${exceptions.disabledAt} is not null then 'disabled'
  when ${exceptions.expiresAt} <= now() then 'expired' else 'live' end`

const COLUMNS = {
  ...getTableColumns(exceptions),
  state: STATE.as('state'),
  findingId: sql<FindingId | null>`(select f.id from findings f
    where f.integration_id = exceptions.integration_id and f.fingerprint = exceptions.fingerprint)`.as(
    'finding_id',
  ),
}

export interface ExceptionFilter {
  readonly integrationIds?: readonly IntegrationId[] | undefined
  readonly state?: ExceptionState | undefined
  readonly ruleId?: AnyRuleId | undefined
  /** Live ones that end within so many days. */
  readonly expiringWithinDays?: number | undefined
  /** Only those that no standing finding is within reach of. */
  readonly matchesNone?: boolean | undefined
}

/** Newest first. */
export function listExceptions(
  db: Db,
  scope: Scope,
  filter: ExceptionFilter,
  page: { readonly before?: ExceptionId | undefined; readonly limit: number },
): Promise<Exception[]> {
  const { integrationIds: named, state, ruleId, expiringWithinDays: days } = filter
  return db
    .select(COLUMNS)
    .from(exceptions)
    .where(
      and(
        touches(scope),
        named && touches({ integrationIds: named }),
        state && eq(STATE, state),
        ruleId && eq(exceptions.ruleId, ruleId),
        days === undefined
          ? undefined
          : and(
              eq(STATE, 'live'),
              lt(exceptions.expiresAt, sql`now() + make_interval(days => ${days}::int)`),
            ),
        filter.matchesNone ? matchesNothing(scope) : undefined,
        page.before && lt(exceptions.id, page.before),
      ),
    )
    .orderBy(desc(exceptions.id))
    .limit(page.limit)
}

export async function getException(db: Db, scope: Scope, id: ExceptionId): Promise<Exception | null> {
  const [row] = await db
    .select(COLUMNS)
    .from(exceptions)
    .where(and(eq(exceptions.id, id), touches(scope)))
  return row ?? null
}

/** Findings that an exception reaches, whether it is live or not. */
export interface MatchCount {
  readonly standing: number
  readonly resolved: number
}

/** How many findings each of these exceptions matches now, of those that the caller may see; absent is none. */
export async function countMatches(
  db: Db,
  scope: Scope,
  ids: readonly ExceptionId[],
): Promise<ReadonlyMap<ExceptionId, MatchCount>> {
  if (ids.length === 0) return new Map()
  const rows = await db.execute<{ id: ExceptionId; standing: number; resolved: number }>(sql`
    select m.exception_id as id, count(*) filter (where m.state <> 'resolved')::int as standing,
      count(*) filter (where m.state = 'resolved')::int as resolved
    from ${MATCHES} m
    where m.exception_id in ${[...ids]} and ${seen(scope)}
    group by 1`)
  return new Map(rows.map(({ id, standing, resolved }) => [id, { standing, resolved }]))
}

/** Days in which an exception that ends is told of beforehand: until people are told the next time. */
const ENDING_DAYS = 7

/**
 * Live then, and ending soon after that; or live then, and about nothing that stands. Whether one of every integration is of any use
 * is said only where all of them are seen: who disables it for having no use in one would open findings of another.
 */
export async function countLiveExceptions(
  db: Db,
  scope: Scope,
  at: string,
): Promise<{ readonly ending: number; readonly unused: number }> {
  const from = sql`${at}::text::timestamptz`
  const until = sql`${from} + make_interval(days => ${ENDING_DAYS}::int)`
  const [row] = await db
    .select({
      ending: sql<number>`count(*) filter (where ${exceptions.expiresAt} <= ${until})::int`,
      unused: sql<number>`count(*) filter (where ${and(
        scope.integrationIds === 'all' ? undefined : isNotNull(exceptions.integrationId),
        matchesNothing(scope),
      )})::int`,
    })
    .from(exceptions)
    .where(
      and(
        touches(scope),
        isNull(exceptions.disabledAt),
        or(isNull(exceptions.expiresAt), gt(exceptions.expiresAt, from)),
      ),
    )
  return row ?? { ending: 0, unused: 0 }
}

const matchesNothing = (scope: Scope): SQL => sql`${exceptions.id} not in (
  select m.exception_id from ${MATCHES} m where m.state <> 'resolved' and ${seen(scope)})`

/** What a caller may see of the findings that match. */
function seen({ integrationIds }: Scope): SQL {
  if (integrationIds === 'all') return sql`true`
  return integrationIds.length === 0 ? sql`false` : sql`m.integration_id in ${[...integrationIds]}`
}

/** Exceptions that bear on integrations: their own, and those of every integration. */
function touches(scope: Scope): SQL | undefined {
  const own = within(scope, exceptions.integrationId)
  if (own === undefined || scope.integrationIds.length === 0) return own
  return or(own, isNull(exceptions.integrationId))
}

/** Those of these findings that have a live exception of their own, by fingerprint. */
export async function fingerprintsExcepted(tx: Db, fingerprints: readonly string[]): Promise<Set<string>> {
  if (fingerprints.length === 0) return new Set()
  const texts = sql`(select jsonb_array_elements_text(${JSON.stringify(fingerprints)}::text::jsonb))`
  const rows = await tx
    .selectDistinct({ fingerprint: exceptions.fingerprint })
    .from(exceptions)
    .where(and(inArray(exceptions.fingerprint, texts), eq(STATE, 'live')))
  return new Set(rows.flatMap(({ fingerprint }) => (fingerprint === null ? [] : [fingerprint])))
}
