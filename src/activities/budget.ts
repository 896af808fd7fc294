import { setTimeout as sleep } from 'node:timers/promises'
import { leaseTokens } from '../db/budgets/lease-tokens.ts'
import { recordRejection } from '../db/budgets/record-rejection.ts'
import { returnTokens } from '../db/budgets/return-tokens.ts'
import type { Sql } from '../db/client.ts'
import { LONGEST_WAIT_IN_PLACE_MS } from '../model/core/slices.ts'
import type { Budget, BudgetClass, RouteKey } from '../openai/budget.ts'
import { BudgetWait } from '../openai/budget.ts'

/**
 * Joins the budget in Postgres to the interface that upstream's clients know. A lease is shared by all
 * slices of the process that read the same route in the same class, and is given back or thrown away
 * after five seconds, so that what a frozen process holds is not missed for long.
 */
const LEASE_MS = 5_000
/** Tokens asked for at once: one statement for up to this many requests. The row grants at most five seconds' worth. */
const LEASE_TOKENS = 10
/** Milliseconds. The least wait, so that a rounding in the row's favour does not make a busy loop. */
const LEAST_WAIT_MS = 20

interface Lease {
  readonly route: RouteKey
  tokens: number
  expiresAtMs: number
}

export interface BudgetPool {
  /** `beat` is called while waiting, so that the activity is not taken for dead. */
  forSlice(budgetClass: BudgetClass, beat: () => void): Budget
}

export function createBudgetPool(sql: Sql, now: () => number = Date.now): BudgetPool {
  const leases = new Map<string, Lease>()
  // What upstream said goes for this process at once: a lease that was on its way from the row may overtake the
  // statement that writes the refusal there.
  const refusedUntil = new Map<string, number>()
  const refusedFor = ({ scope, route }: RouteKey): number =>
    (refusedUntil.get(`${scope} ${route}`) ?? 0) - now()
  const drop = (lease: Lease): Promise<void> => {
    const { tokens, route } = lease
    lease.tokens = 0
    return returnTokens(sql, { scope: route.scope, route: route.route, tokens })
  }
  /** Looks and takes in one turn of the event loop: slices share leases, and a token is one request. */
  const takeHeld = (lease: Lease | undefined): boolean => {
    if (lease === undefined || lease.tokens < 1 || lease.expiresAtMs <= now()) return false
    lease.tokens -= 1
    return true
  }
  const take = async (budgetClass: BudgetClass, route: RouteKey): Promise<number> => {
    const refusedMs = refusedFor(route)
    if (refusedMs > 0) return refusedMs
    const key = keyOf(budgetClass, route)
    const held = leases.get(key)
    if (takeHeld(held)) return 0
    if (held !== undefined) await drop(held)
    const { scope, route: name, perMinute } = route
    const input = { scope, route: name, class: budgetClass, want: LEASE_TOKENS, perMinute }
    const { granted, waitMs } = await leaseTokens(sql, input)
    if (granted < 1) return Math.max(waitMs, LEAST_WAIT_MS)
    const refusedMeanwhileMs = refusedFor(route)
    if (refusedMeanwhileMs > 0) {
      await returnTokens(sql, { scope, route: name, tokens: granted })
      return refusedMeanwhileMs
    }
    const rest = leases.get(key)?.tokens ?? 0
    leases.set(key, { route, tokens: rest + granted - 1, expiresAtMs: now() + LEASE_MS })
    return 0
  }
  return {
    forSlice: (budgetClass, beat) => ({
      acquire: (route, signal) => acquire(() => take(budgetClass, route), signal, beat, now),
      async rejected(route, retryAfterMs) {
        // What was leased under the limit that upstream has just refuted is not to be spent.
        for (const lease of leases.values()) if (sameRoute(lease.route, route)) lease.tokens = 0
        refusedUntil.set(`${route.scope} ${route.route}`, now() + (retryAfterMs ?? 0))
        await recordRejection(sql, { scope: route.scope, route: route.route, retryAfterMs })
      },
      async release() {
        for (const [key, lease] of leases) {
          leases.delete(key)
          if (lease.tokens > 0) await drop(lease)
        }
      },
    }),
  }
}

const keyOf = (budgetClass: BudgetClass, { scope, route }: RouteKey): string =>
  `${budgetClass} ${scope} ${route}`
const sameRoute = (left: RouteKey, right: RouteKey): boolean =>
  left.scope === right.scope && left.route === right.route

/** Waits in place up to the limit that is worth a worker's slot; what is longer is the workflow's to wait. */
async function acquire(
  take: () => Promise<number>,
  signal: AbortSignal,
  beat: () => void,
  now: () => number,
): Promise<void> {
  const deadline = now() + LONGEST_WAIT_IN_PLACE_MS
  for (;;) {
    signal.throwIfAborted()
    const waitMs = await take()
    if (waitMs === 0) return
    if (now() + waitMs > deadline) throw new BudgetWait(now() + waitMs)
    beat()
    await sleep(waitMs, undefined, { signal })
  }
}
