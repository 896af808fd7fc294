import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** Where upstream names no time. */
const DEFAULT_WAIT_MS = 10_000
/** Seconds. Requests in flight together are refused together: that is one lesson, not several halvings. */
const ONE_LESSON_S = 15
/** Part of the known rate below which a rate is never halved: the way back must not take hours. */
const LEAST_RATE = 1 / 16

/** A 429: empties the bucket, waits as upstream says, halves the rate. */
export async function recordRejection(
  sql: Sql,
  input: { readonly scope: string; readonly route: string; readonly retryAfterMs: number | null },
): Promise<void> {
  const seconds = (input.retryAfterMs ?? DEFAULT_WAIT_MS) / 1_000
  await quietly(sql`
    update rate_budgets set
      tokens = 0,
      refilled_at = greatest(refilled_at, clock_timestamp()),
      blocked_until = greatest(blocked_until, clock_timestamp() + make_interval(secs => ${seconds})),
      refill_per_second = case
        when last_rejected_at > clock_timestamp() - make_interval(secs => ${ONE_LESSON_S}) then refill_per_second
        else greatest(known_per_second * ${LEAST_RATE}, refill_per_second / 2) end,
      last_rejected_at = clock_timestamp(),
      rejections = rejections + 1
    where scope = ${input.scope} and route = ${input.route}`)
}
