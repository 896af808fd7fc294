import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'

/**
 * Which exceptions match which findings: the one place that says so. One branch for each thing that an exception may be
 * about, so that each is a join by equal columns: Postgres goes from one finding to its exceptions by their indexes, and
 * from all exceptions to their findings by hashing, as it likes. A condition with `or` would compare each with each.
 */
const BRANCHES: readonly ((f: SQL) => SQL)[] = [
  (f) => sql`x.integration_id = ${f}.integration_id and x.fingerprint = ${f}.fingerprint`,
  (f) => sql`x.rule_id = ${f}.rule_id and x.asset_external_id is null
    and (x.integration_id is null or x.integration_id = ${f}.integration_id)`,
  (f) => sql`x.asset_external_id = ${f}.asset_external_id and x.asset_kind = ${f}.asset_kind
    and (x.rule_id is null or x.rule_id = ${f}.rule_id)
    and (x.integration_id is null or x.integration_id = ${f}.integration_id)`,
]

const JOINED: readonly SQL[] = BRANCHES.map(
  (on) => sql`
    select f.id as finding_id, f.integration_id, f.state, x.id as exception_id, x.reason, x.owner, x.created_at,
      x.expires_at, x.disabled_at
    from exceptions x join findings f on ${on(sql`f`)}`,
)

export const MATCHES: SQL = sql`(${sql.join([...JOINED], sql` union all `)})`

/** Not disabled, and not over. */
const isLive = (x: SQL): SQL =>
  sql`${x}.disabled_at is null and (${x}.expires_at is null or ${x}.expires_at > now())`
const IS_LIVE: SQL = isLive(sql`m`)

/**
 * Whether a finding is excepted, as a condition: one look into the exceptions by index for each branch. To join the
 * findings with themselves would be sooner where exceptions are few and known to be; where Postgres has not counted them
 * yet, it may compare each with each.
 */
export const IS_EXCEPTED: SQL<boolean> = sql<boolean>`(${sql.join(
  BRANCHES.map(
    (on) => sql`exists (select from exceptions x where ${on(sql`findings`)} and ${isLive(sql`x`)})`,
  ),
  sql` or `,
)})`

/** Whether it is not: an anti join a branch, each with the exceptions alone and without a second look at all findings. */
export const IS_NOT_EXCEPTED: SQL<boolean> = sql<boolean>`(${sql.join(
  BRANCHES.map(
    (on) => sql`not exists (select from exceptions x where ${on(sql`findings`)} and ${isLive(sql`x`)})`,
  ),
  sql` and `,
)})`

/** All excepted findings, each once, to join where it is a column: what is selected can be no semi join. */
export const EXCEPTED_IDS: SQL = sql`(select distinct m.finding_id from ${MATCHES} m where ${IS_LIVE})`

/** The same as it was at a time: an exception that has ended since held then, and one that was made since did not. */
export const exceptedIdsAt = (at: SQL): SQL => sql`(select distinct m.finding_id from ${MATCHES} m
  where m.created_at <= ${at} and (m.disabled_at is null or m.disabled_at > ${at})
    and (m.expires_at is null or m.expires_at > ${at}))`

/** Why a finding is tolerated, until when (null: for ever) and who answers for it. */
export interface Excepted {
  readonly exceptionId: string
  readonly reason: string
  readonly owner: string
  readonly expiresAt: string | null
}

const asExcepted = (
  id: SQL,
): SQL => sql`jsonb_build_object('exceptionId', ${id}, 'reason', m.reason, 'owner', m.owner,
  'expiresAt', to_char(m.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))`

/**
 * The live exception of a finding, of several the one that lasts longest: a look into the exceptions for each branch, and
 * none at the finding, which is at hand.
 */
export const EXCEPTED: SQL<Excepted | null> = sql<Excepted | null>`(
  select ${asExcepted(sql`m.id`)}
  from (${sql.join(
    BRANCHES.map((on) => sql`select x.* from exceptions x where ${on(sql`findings`)} and ${isLive(sql`x`)}`),
    sql` union all `,
  )}) m
  order by m.expires_at desc nulls first, m.id desc limit 1)`

/** The same of all findings, each once, to join where very many are read: `what` of each `finding_id`. */
export const LIVE_EXCEPTIONS: SQL = sql`(
  select distinct on (m.finding_id) m.finding_id, ${asExcepted(sql`m.exception_id`)} as what
  from ${MATCHES} m where ${IS_LIVE}
  order by m.finding_id, m.expires_at desc nulls first, m.exception_id desc)`
