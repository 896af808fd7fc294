import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BudgetClass, Lease } from '../../src/db/budgets/lease-tokens.ts'
import { capacityOf, leaseTokens } from '../../src/db/budgets/lease-tokens.ts'
import { readBudgets } from '../../src/db/budgets/read-budgets.ts'
import { recordRejection } from '../../src/db/budgets/record-rejection.ts'
import { returnTokens } from '../../src/db/budgets/return-tokens.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

describe('the rate budget', () => {
  let fresh: FreshDatabase
  let made = 0
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.drop())

  const newScope = () => `workspace:${++made}`
  const route = 'GET /things'
  const lease = (scope: string, want: number, of: BudgetClass = 'full', perMinute = 600): Promise<Lease> =>
    leaseTokens(fresh.database.sql, { scope, route, class: of, want, perMinute })
  const rewind = (scope: string, column: 'refilled_at' | 'last_rejected_at', seconds: number) =>
    fresh.database.sql`update rate_budgets set
      ${fresh.database.sql(column)} = ${fresh.database.sql(column)} - make_interval(secs => ${seconds})
      where scope = ${scope}`
  const budget = async (scope: string) => {
    const [row] = await readBudgets(fresh.database.drizzle, [scope])
    if (!row) throw new Error('no budget')
    return row
  }

  test('however many drink from it at once, never more than capacity + rate × time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 60, max: 30_000 }),
        fc.integer({ min: 1, max: 40 }),
        async (lessees, perMinute, want) => {
          const scope = newScope()
          const started = performance.now()
          let granted = 0
          const drink = async (which: number) => {
            const of = (['probe', 'incremental', 'full'] as const)[which % 3] ?? 'full'
            for (let turn = 0; turn < 8; turn += 1) {
              const drunk = await lease(scope, want, of, perMinute)
              granted += drunk.granted
            }
          }
          await Promise.all(Array.from({ length: lessees }, (_, which) => drink(which)))
          const seconds = (performance.now() - started) / 1_000
          const bound = capacityOf(perMinute) + (perMinute / 60) * seconds
          expect(granted).toBeLessThanOrEqual(bound * 1.02)
          expect(granted).toBeGreaterThan(0)
          expect((await budget(scope)).granted).toBe(granted)
        },
      ),
      { numRuns: 15 },
    )
  })

  test('one lease is for five seconds at most, and leaves the reserve to higher classes', async () => {
    const scope = newScope()
    // 600 a minute: capacity 100, five seconds are 50.
    expect((await lease(scope, 1_000)).granted).toBe(50)
    const second = await lease(scope, 1_000)
    expect(second.granted).toBeGreaterThanOrEqual(40)
    expect(second.granted).toBeLessThanOrEqual(42)
    const empty = await lease(scope, 10)
    if (empty.granted === 0) expect(empty.waitMs).toBeGreaterThan(0)
    const incremental = await lease(scope, 1_000, 'incremental')
    expect(incremental.granted).toBeGreaterThanOrEqual(4)
    expect((await lease(scope, 1_000, 'probe')).granted).toBeGreaterThanOrEqual(4)
  })

  test('even the smallest limit leaves every class something, and waiting as told is enough', async () => {
    const scope = newScope()
    expect((await lease(scope, 5, 'full', 60)).granted).toBeGreaterThan(0)
    let last = await lease(scope, 50, 'full', 60)
    while (last.granted > 0) last = await lease(scope, 50, 'full', 60)
    expect(last.waitMs).toBeLessThanOrEqual(2_000)
    await sleep(last.waitMs)
    expect((await lease(scope, 1, 'full', 60)).granted).toBe(1)
  })

  test('what is not used goes back, never above the capacity', async () => {
    const scope = newScope()
    await lease(scope, 50)
    await returnTokens(fresh.database.sql, { scope, route, tokens: 20 })
    expect(await budget(scope)).toMatchObject({ granted: 30 })
    await returnTokens(fresh.database.sql, { scope, route, tokens: 1_000 })
    expect((await budget(scope)).tokens).toBe(100)
  })

  test('a 429 stops all, halves the rate once, and the rate creeps back to what is known', async () => {
    const scope = newScope()
    await lease(scope, 1)
    await Promise.all(
      [1, 2, 3].map(() => recordRejection(fresh.database.sql, { scope, route, retryAfterMs: 2_000 })),
    )
    expect(await budget(scope)).toMatchObject({ refillPerSecond: 5, rejections: 3, tokens: 0 })
    const blocked = await lease(scope, 1, 'probe')
    expect(blocked.granted).toBe(0)
    expect(blocked.waitMs).toBeGreaterThan(1_000)
    expect(blocked.waitMs).toBeLessThanOrEqual(2_000)
    // Two quiet minutes after the one that must pass first: two twentieths of the known rate.
    await fresh.database.sql`update rate_budgets set blocked_until = null where scope = ${scope}`
    await rewind(scope, 'last_rejected_at', 180)
    await rewind(scope, 'refilled_at', 120)
    await lease(scope, 1)
    expect((await budget(scope)).refillPerSecond).toBeCloseTo(6, 1)
    await rewind(scope, 'last_rejected_at', 100_000)
    await rewind(scope, 'refilled_at', 100_000)
    await lease(scope, 1)
    expect((await budget(scope)).refillPerSecond).toBe(10)
  })

  test('a changed limit takes over at the next lease', async () => {
    const scope = newScope()
    await lease(scope, 1, 'full', 600)
    await lease(scope, 1, 'full', 6_000)
    expect(await budget(scope)).toMatchObject({ refillPerSecond: 100, knownPerSecond: 100, capacity: 1_000 })
  })
})
