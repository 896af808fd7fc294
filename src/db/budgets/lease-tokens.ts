import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * The shared rate budget: one row per (workspace or organization, method, route template), a token bucket that all
 * workers drink from. One statement leases: it locks the row, computes the level at the server's clock (nobody
 * else's), takes what may be taken and tells how long to wait for the rest. Being one row, it never grants more
 * than `capacity + rate × time`, whoever asks.
 *
 * - Classes: a probe may empty the bucket; an incremental leaves 5 % of it, a full collection 10 %, so that the
 *   higher class finds something at once. (The reserve is of the capacity; it costs the lower ones no rate.)
 * - A lease is for at most 5 s of refill, so that a dead worker takes little with it; the rest goes back by
 *   `return-tokens.ts`.
 * - After a 429 the rate is halved and nothing is granted until `blocked_until`; after a quiet minute it creeps
 *   back, a twentieth of the known rate a minute, to the known rate and never beyond (`record-rejection.ts`).
 */
export type BudgetClass = 'probe' | 'incremental' | 'full'

export interface LeaseInput {
  /** `workspace:<id>` or `organization:<id>`. */
  readonly scope: string
  /** `GET /organization/users`. */
  readonly route: string
  readonly class: BudgetClass
  /** Tokens wanted; fewer may be granted. */
  readonly want: number
  /** The known limit, requests a minute. */
  readonly perMinute: number
}

export interface Lease {
  readonly granted: number
  /** Milliseconds until at least one token may be had; 0 where some were granted. */
  readonly waitMs: number
}

/** Part of the capacity that a class leaves for those above it. */
const RESERVE: Record<BudgetClass, number> = { probe: 0, incremental: 0.05, full: 0.1 }
/** Seconds of refill that one lease may take at once. */
const LONGEST_LEASE_S = 5
/** Seconds without a 429 before the rate rises again. */
export const QUIET_S = 60
/** Of the known rate, a minute: back from half in ten quiet minutes. */
export const CREEP_PER_MINUTE = 0.05
/**
 * Seconds of refill that the bucket holds. Upstream's own window is a minute and its shape is not documented; ten
 * seconds' worth keeps a burst after a pause small against a fixed window, and is enough to keep workers busy.
 */
const BURST_S = 10
/** Below two, a reserve would leave the lower classes nothing, ever. */
const LEAST_CAPACITY = 2
const SECONDS_A_MINUTE = 60

export async function leaseTokens(sql: Sql, input: LeaseInput): Promise<Lease> {
  const lease = await tryLease(sql, input)
  if (lease) return lease
  await makeBudget(sql, input)
  return (await tryLease(sql, input)) ?? { granted: 0, waitMs: 0 }
}

export const capacityOf = (perMinute: number): number =>
  Math.max(LEAST_CAPACITY, (perMinute / SECONDS_A_MINUTE) * BURST_S)

async function makeBudget(sql: Sql, { scope, route, perMinute }: LeaseInput): Promise<void> {
  const rate = perMinute / SECONDS_A_MINUTE
  const capacity = capacityOf(perMinute)
  await quietly(sql`
    insert into rate_budgets (scope, route, capacity, tokens, refill_per_second, known_per_second, refilled_at)
    values (${scope}, ${route}, ${capacity}, ${capacity}, ${rate}, ${rate}, clock_timestamp())
    on conflict do nothing`)
}

/**
 * `held` locks the row first; only then, in `clock`, is the time read, so that a lessee that waited for the lock
 * does not compute with a time from before. A changed limit (settings) takes over at the next lease.
 */
async function tryLease(sql: Sql, input: LeaseInput): Promise<Lease | null> {
  const { scope, route, want, perMinute } = input
  const known = perMinute / SECONDS_A_MINUTE
  const capacity = capacityOf(perMinute)
  const reserve = RESERVE[input.class] * capacity
  const [row] = await quietly(sql<Lease[]>`
    with held as materialized (
      select * from rate_budgets where scope = ${scope} and route = ${route} for update),
    clock as materialized (
      select *, greatest(clock_timestamp(), refilled_at) as at from held),
    rate as materialized (
      select *, least(${known}::float8,
        case when known_per_second <> ${known}::float8 then ${known}::float8 else refill_per_second end
        + ${known * (CREEP_PER_MINUTE / SECONDS_A_MINUTE)}::float8 * greatest(0, extract(epoch from at - greatest(refilled_at,
            coalesce(last_rejected_at + make_interval(secs => ${QUIET_S}), refilled_at))))::float8) as rate
      from clock),
    level as materialized (
      select *, least(${capacity}::float8,
        tokens + extract(epoch from at - refilled_at)::float8 * rate) as level from rate),
    grants as materialized (
      select *, case when blocked_until > at then 0 else greatest(0, least(${want}::float8,
        greatest(1, floor(rate * ${LONGEST_LEASE_S})), floor(level - ${reserve}::float8))) end as give from level)
    update rate_budgets b set
      tokens = g.level - g.give, refilled_at = g.at, refill_per_second = g.rate,
      known_per_second = ${known}, capacity = ${capacity}, granted = b.granted + g.give::bigint,
      blocked_until = case when g.blocked_until > g.at then g.blocked_until end
    from grants g where b.scope = g.scope and b.route = g.route
    returning g.give as granted,
      case when g.give > 0 then 0
        when g.blocked_until > g.at then ceil(extract(epoch from g.blocked_until - g.at) * 1000)::float8
        else ceil(greatest(0, 1 + ${reserve}::float8 - g.level) / g.rate * 1000) end as "waitMs"`)
  return row ?? null
}
