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
 * slices of the process that read the same route in the same class. A slice that ends leaves it to the others; the
 * last one gives it back, and after five seconds it is given back whoever is left, so that what a frozen process
 * holds is not missed for long.
 */
const LEASE_MS = 5_000
/** Tokens asked for at once: one statement for up to this many requests. The row grants at most five seconds' worth. */
const LEASE_TOKENS = 10
/**
 * Milliseconds. The least wait: where more than ten requests a second are allowed, the tokens of a tenth of a second come
 * by one statement, and the bucket holds far more than that meanwhile.
 */
const LEAST_WAIT_MS = 100

interface Lease {
  readonly route: RouteKey
  tokens: number
  expiresAtMs: number
}

export interface BudgetPool {
  /** `beat` is called while waiting, so that the activity is not taken for dead. */
  forSlice(budgetClass: BudgetClass, beat: () => void): SliceBudget
}

/** The budget of one slice, which also knows how long it has kept the slice waiting. */
export interface SliceBudget extends Budget {
  /** Milliseconds waited in place since the slice began. */
  readonly waitedMs: number
}

/** One slice, by identity. */
type Slice = object

export function createBudgetPool(sql: Sql, now: () => number = Date.now): BudgetPool {
  const leases = new Leases(sql, now)
  return {
    forSlice(budgetClass, beat) {
      const slice: Slice = {}
      let waitedMs = 0
      const wait = async (ms: number, signal: AbortSignal): Promise<void> => {
        const since = now()
        beat()
        await sleep(ms, undefined, { signal }).finally(() => {
          waitedMs += now() - since
        })
      }
      return {
        acquire: (route, signal) => acquire(() => leases.take(slice, budgetClass, route), wait, signal, now),
        rejected: (route, retryAfterMs) => leases.refuse(route, retryAfterMs),
        release: () => leases.leave(slice),
        get waitedMs() {
          return waitedMs
        },
      }
    },
  }
}

/** What this process has leased, and for whom. */
class Leases {
  readonly #sql: Sql
  readonly #now: () => number
  readonly #held = new Map<string, Lease>()
  /** The slices that have asked for a lease and have not ended. */
  readonly #users = new Map<string, Set<Slice>>()
  // What upstream said goes for this process at once: a lease that was on its way from the row may overtake the
  // statement that writes the refusal there.
  readonly #refusedUntil = new Map<string, number>()

  constructor(sql: Sql, now: () => number) {
    this.#sql = sql
    this.#now = now
  }

  /** Takes one token and returns 0, or returns the milliseconds until it is worth asking again. */
  async take(slice: Slice, budgetClass: BudgetClass, route: RouteKey): Promise<number> {
    const key = keyOf(budgetClass, route)
    this.#users.set(key, (this.#users.get(key) ?? new Set()).add(slice))
    const refusedMs = this.#refusedFor(route)
    if (refusedMs > 0) return refusedMs
    const held = this.#held.get(key)
    if (this.#takeHeld(held)) return 0
    if (held !== undefined) await this.#drop(held)
    const { scope, route: name, perMinute } = route
    const input = { scope, route: name, class: budgetClass, want: LEASE_TOKENS, perMinute }
    const { granted, waitMs } = await leaseTokens(this.#sql, input)
    if (granted < 1) return Math.max(waitMs, LEAST_WAIT_MS)
    const refusedMeanwhileMs = this.#refusedFor(route)
    if (refusedMeanwhileMs > 0) {
      await returnTokens(this.#sql, { scope, route: name, tokens: granted })
      return refusedMeanwhileMs
    }
    const rest = this.#held.get(key)?.tokens ?? 0
    this.#held.set(key, { route, tokens: rest + granted - 1, expiresAtMs: this.#now() + LEASE_MS })
    return 0
  }

  async refuse(route: RouteKey, retryAfterMs: number | null): Promise<void> {
    // What was leased under the limit that upstream has just refuted is not to be spent.
    for (const lease of this.#held.values()) if (sameRoute(lease.route, route)) lease.tokens = 0
    this.#refusedUntil.set(`${route.scope} ${route.route}`, this.#now() + (retryAfterMs ?? 0))
    await recordRejection(this.#sql, { scope: route.scope, route: route.route, retryAfterMs })
  }

  /** Gives back what nobody is left to use, and what nobody may use any more. */
  async leave(slice: Slice): Promise<void> {
    for (const [key, users] of this.#users) {
      if (users.delete(slice) && users.size === 0) this.#users.delete(key)
    }
    const over = [...this.#held].filter(
      ([key, lease]) => !this.#users.has(key) || lease.expiresAtMs <= this.#now(),
    )
    for (const [key] of over) this.#held.delete(key)
    for (const [, lease] of over) await this.#drop(lease)
  }

  #refusedFor({ scope, route }: RouteKey): number {
    return (this.#refusedUntil.get(`${scope} ${route}`) ?? 0) - this.#now()
  }

  /** Looks and takes in one turn of the event loop: slices share leases, and a token is one request. */
  #takeHeld(lease: Lease | undefined): boolean {
    if (lease === undefined || lease.tokens < 1 || lease.expiresAtMs <= this.#now()) return false
    lease.tokens -= 1
    return true
  }

  async #drop(lease: Lease): Promise<void> {
    const { tokens, route } = lease
    lease.tokens = 0
    if (tokens > 0) await returnTokens(this.#sql, { scope: route.scope, route: route.route, tokens })
  }
}

const keyOf = (budgetClass: BudgetClass, { scope, route }: RouteKey): string =>
  `${budgetClass} ${scope} ${route}`
const sameRoute = (left: RouteKey, right: RouteKey): boolean =>
  left.scope === right.scope && left.route === right.route

/** Waits in place up to the limit that is worth a worker's slot; what is longer is the workflow's to wait. */
async function acquire(
  take: () => Promise<number>,
  wait: (ms: number, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  now: () => number,
): Promise<void> {
  const deadline = now() + LONGEST_WAIT_IN_PLACE_MS
  for (;;) {
    signal.throwIfAborted()
    const waitMs = await take()
    if (waitMs === 0) return
    if (now() + waitMs > deadline) throw new BudgetWait(now() + waitMs)
    await wait(waitMs, signal)
  }
}
