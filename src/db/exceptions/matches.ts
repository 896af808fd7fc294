import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'

/**
 * Which exceptions match which findings: the one place that says so. One branch for each thing that an exception may be
 * about, so that each is a join by equal columns: Postgres goes from one finding to its exceptions by their indexes, and
 * from all exceptions to their findings by hashing, as it likes. A condition with `or` would compare each with each.
 */
export const MATCHES: SQL = sql`(
  select f.id as finding_id, f.integration_id, f.state, x.id as exception_id, x.reason, x.owner, x.expires_at,
    x.disabled_at
  from exceptions x join findings f on f.integration_id = x.integration_id and f.fingerprint = x.fingerprint
  union all
  select f.id, f.integration_id, f.state, x.id, x.reason, x.owner, x.expires_at, x.disabled_at
  from exceptions x join findings f on f.rule_id = x.rule_id
    and (x.integration_id is null or f.integration_id = x.integration_id)
  where x.asset_external_id is null
  union all
  select f.id, f.integration_id, f.state, x.id, x.reason, x.owner, x.expires_at, x.disabled_at
  from exceptions x join findings f on f.asset_external_id = x.asset_external_id and f.asset_kind = x.asset_kind
    and (x.rule_id is null or f.rule_id = x.rule_id)
    and (x.integration_id is null or f.integration_id = x.integration_id)
)`

/** Not disabled, and not over. */
const IS_LIVE: SQL = sql`m.disabled_at is null and (m.expires_at is null or m.expires_at > now())`

/** Whether a finding is excepted. The set is made once a statement, whatever the number of findings. */
export const IS_EXCEPTED: SQL<boolean> = sql<boolean>`findings.id in (
  select m.finding_id from ${MATCHES} m where ${IS_LIVE})`

/** Why a finding is tolerated, until when (null: for ever) and who answers for it. */
export interface Excepted {
  readonly exceptionId: string
  readonly reason: string
  readonly owner: string
  readonly expiresAt: string | null
}

/** The live exception of a finding, for the few that are shown: of several the one that lasts longest. */
export const EXCEPTED: SQL<Excepted | null> = sql<Excepted | null>`(
  select jsonb_build_object('exceptionId', m.exception_id, 'reason', m.reason, 'owner', m.owner,
    'expiresAt', to_char(m.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
  from ${MATCHES} m where m.finding_id = findings.id and ${IS_LIVE}
  order by m.expires_at desc nulls first, m.exception_id desc limit 1)`
