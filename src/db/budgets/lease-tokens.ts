import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * The shared rate budget: one row per (workspace or organization, method, route template), a token bucket that all
 * workers drink from. One statement leases: it locks the row, computes the level at the server's clock (nobody
 * else's), takes what may be taken and tells how long to wait for the rest. Being one row, it never grants more
 * than `capacity + rate × time`, whoever asks, and in no minute more than upstream allows in one.
 *
 * - The minute. OpenAI says "100 a minute" and not how it counts: by a bucket, by a window that slides or by one that
 *   starts anew. The strictest is the sliding window, so that is what the row keeps: how many were granted in each of
 *   the last 61 seconds, since the first of them is over in part. A bucket alone would have to be without any burst to satisfy it, and would then lose a token
 *   with every pause; with both, what a pause left over is caught up within the minute.
 * - The steady rate leaves 2 % of the limit alone (`USED_SHARE`): 61 seconds of it are no more than a minute's limit,
 *   and a request is counted here when it is granted, upstream when it arrives. A 429 costs far more, since the rate
 *   is halved then.
 * - Classes: a probe may empty the bucket; an incremental leaves 5 % of it, a full collection 10 %, so that the
 *   higher class finds something at once. (The reserve is of the capacity; it costs the lower ones no rate.)
 * - A lease is for at most 5 s of refill, so that a dead worker takes little with it; the rest goes back by
 *   `return-tokens.ts`.
 * - A small grant is not waited for on the disk (`quick`): under fast limits there are many a second, each worth
 *   milliseconds. A server that crashes forgets those of its last half second, which may then be granted again: within the
 *   2 % at the steady rate, and else a 429, which halving is for. Larger ones, and 429s, are waited for.
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
/** Seconds of refill that the bucket holds: what the pause between two slices, or a slow commit, leaves over. */
const BURST_S = 5
/** Part of the limit that is used. */
export const USED_SHARE = 0.98
/** Part of a minute's limit up to which a grant is small. */
const SMALL_SHARE = 0.01
/** Seconds whose grants the row remembers, the one that is running among them. */
export const WINDOW_S = 61
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

/** Requests in any minute. Limits below one a minute are the bucket's to keep. */
export const mostInAMinute = (perMinute: number): number => Math.max(LEAST_CAPACITY, Math.floor(perMinute))

async function makeBudget(sql: Sql, { scope, route, perMinute }: LeaseInput): Promise<void> {
  const rate = perMinute / SECONDS_A_MINUTE
  const capacity = capacityOf(perMinute)
  await quietly(sql`
    insert into rate_budgets (scope, route, capacity, tokens, refill_per_second, known_per_second, refilled_at)
    values (${scope}, ${route}, ${capacity}, ${capacity}, ${rate * USED_SHARE}, ${rate}, clock_timestamp())
    on conflict do nothing`)
}

/**
 * `held` locks the row first; only then, in `clock`, is the time read, so that a lessee that waited for the lock
 * does not compute with a time from before. A changed limit (settings) takes over at the next lease.
 *
 * `recent` holds the grants of 61 seconds, the newest last, as of `recent_second`; `seen` is the same as of now. Where
 * the minute is full, `frees` is the second whose grants must leave the window first.
 */
async function tryLease(sql: Sql, input: LeaseInput): Promise<Lease | null> {
  const { scope, route, want, perMinute } = input
  const known = perMinute / SECONDS_A_MINUTE
  const steady = known * USED_SHARE
  const capacity = capacityOf(perMinute)
  const reserve = RESERVE[input.class] * capacity
  const most = mostInAMinute(perMinute)
  const [row] = await quietly(sql<Lease[]>`
    with held as materialized (
      select * from rate_budgets where scope = ${scope} and route = ${route} for update),
    clock as materialized (
      select *, greatest(clock_timestamp(), refilled_at) as at from held),
    rate as materialized (
      select *, least(${steady}::float8,
        case when known_per_second <> ${known}::float8 then ${steady}::float8 else refill_per_second end
        + ${known * (CREEP_PER_MINUTE / SECONDS_A_MINUTE)}::float8 * greatest(0, extract(epoch from at - greatest(refilled_at,
            coalesce(last_rejected_at + make_interval(secs => ${QUIET_S}), refilled_at))))::float8) as rate,
        floor(extract(epoch from at))::bigint as second
      from clock),
    level as materialized (
      select *, least(${capacity}::float8,
        tokens + extract(epoch from at - refilled_at)::float8 * rate) as level,
        case when second - recent_second >= ${WINDOW_S} then array_fill(0, array[${WINDOW_S}::int])
          else recent[1 + greatest(0, second - recent_second)::int : ]
            || array_fill(0, array[greatest(0, second - recent_second)::int]) end as seen
      from rate),
    minute as materialized (
      select *, ${most}::int - (select sum(granted) from unnest(seen) as one (granted))::int as room from level),
    grants as materialized (
      select *, case when blocked_until > at then 0 else greatest(0, least(${want}::float8, room,
        greatest(1, floor(rate * ${LONGEST_LEASE_S})), floor(level - ${reserve}::float8))) end as give from minute),
    quick as materialized (
      select set_config('synchronous_commit', 'off', true) from grants
      where give <= greatest(1, ${most}::int * ${SMALL_SHARE}::float8))
    update rate_budgets b set
      tokens = g.level - g.give, refilled_at = g.at, refill_per_second = g.rate,
      known_per_second = ${known}, capacity = ${capacity}, granted = b.granted + g.give::bigint,
      recent = g.seen[1 : ${WINDOW_S - 1}] || (g.seen[${WINDOW_S}] + g.give::int),
      recent_second = greatest(g.second, b.recent_second),
      blocked_until = case when g.blocked_until > g.at then g.blocked_until end
    from grants g left join quick on true where b.scope = g.scope and b.route = g.route
    returning g.give as granted,
      case when g.give > 0 then 0
        when g.blocked_until > g.at then ceil(extract(epoch from g.blocked_until - g.at) * 1000)::float8
        when g.room < 1 then ceil((g.second - extract(epoch from g.at) + (
          select min(place) from (
            select place, sum(granted) over (order by place) as leaving
            from unnest(g.seen) with ordinality as one (granted, place)) as frees
          where leaving > -g.room)) * 1000)::float8
        else ceil(greatest(0, 1 + ${reserve}::float8 - g.level) / g.rate * 1000) end as "waitMs"`)
  return row ?? null
}
