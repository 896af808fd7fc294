import { setTimeout as sleep } from 'node:timers/promises'
import { LONGEST_WAIT_IN_PLACE_MS } from '../model/core/slices.ts'
import type { Budget, RouteKey } from './budget.ts'
import { BudgetWait } from './budget.ts'
import { UNSTATED_RETRY_MS } from './failures.ts'

interface Bucket {
  tokens: number
  refilledAt: number
  blockedUntil: number
}

const MINUTE_MS = 60_000
/** Of a minute's tokens, how many may be spent at once. */
const BURST = 0.1

/**
 * A budget of one process, for the probe that runs without a database and for tests. Workers share the
 * one in Postgres.
 */
export function createLocalBudget(now: () => number = Date.now): Budget {
  const buckets = new Map<string, Bucket>()
  const bucketOf = (route: RouteKey): Bucket => {
    const key = `${route.scope} ${route.route}`
    const known = buckets.get(key)
    if (known !== undefined) return known
    const made = { tokens: capacityOf(route), refilledAt: now(), blockedUntil: 0 }
    buckets.set(key, made)
    return made
  }
  return {
    async acquire(route, signal) {
      const bucket = bucketOf(route)
      for (;;) {
        signal.throwIfAborted()
        const waitMs = take(bucket, route, now())
        if (waitMs === 0) return
        if (waitMs > LONGEST_WAIT_IN_PLACE_MS) throw new BudgetWait(now() + waitMs)
        await sleep(waitMs, undefined, { signal })
      }
    },
    async rejected(route, retryAfterMs) {
      const bucket = bucketOf(route)
      bucket.tokens = 0
      bucket.blockedUntil = now() + (retryAfterMs ?? UNSTATED_RETRY_MS)
    },
    async release() {
      buckets.clear()
    },
  }
}

const capacityOf = (route: RouteKey): number => Math.max(1, route.perMinute * BURST)

/** Takes a token and returns 0, or returns the milliseconds until one is there. */
function take(bucket: Bucket, route: RouteKey, nowMs: number): number {
  if (nowMs < bucket.blockedUntil) return bucket.blockedUntil - nowMs
  const refill = ((nowMs - bucket.refilledAt) * route.perMinute) / MINUTE_MS
  bucket.tokens = Math.min(capacityOf(route), bucket.tokens + refill)
  bucket.refilledAt = nowMs
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1
    return 0
  }
  return Math.max(1, Math.ceil(((1 - bucket.tokens) * MINUTE_MS) / route.perMinute))
}
