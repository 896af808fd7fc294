import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BudgetClass, Lease } from '../../src/db/budgets/lease-tokens.ts'
import { capacityOf, leaseTokens, mostInAMinute, USED_SHARE } from '../../src/db/budgets/lease-tokens.ts'
import { readBudgets } from '../../src/db/budgets/read-budgets.ts'
import { recordRejection } from '../../src/db/budgets/record-rejection.ts'
import { returnTokens } from '../../src/db/budgets/return-tokens.ts'
import type { Sql } from '../../src/db/client.ts'
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

  test('a small grant does not wait for the disk, a larger one does, and neither does more to the connection', async () => {
    const one = await fresh.database.sql.reserve()
    const committing = async () => (await one<{ synchronous_commit: string }[]>`show synchronous_commit`)[0]
    try {
      await one`set synchronous_commit = on`
      for (const [want, within] of [
        [5, 'off'],
        [50, 'on'],
      ] as const) {
        const scope = newScope()
        // The row is made by the first lease, which does not tell yet.
        await lease(scope, 1)
        await one`begin`
        await leaseTokens(one as unknown as Sql, { scope, route, class: 'full', want, perMinute: 600 })
        expect(await committing(), `${want} tokens`).toEqual({ synchronous_commit: within })
        await one`commit`
        expect(await committing()).toEqual({ synchronous_commit: 'on' })
      }
    } finally {
      one.release()
    }
  })

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
    const started = performance.now()
    // 600 a minute: five seconds are 50, and a tenth of them is left alone.
    expect((await lease(scope, 1_000)).granted).toBe(45)
    const empty = await lease(scope, 1_000)
    // What came since, which is next to nothing where the machine has nothing else to do.
    expect(empty.granted).toBeLessThanOrEqual((600 / 60) * ((performance.now() - started) / 1_000))
    if (empty.granted === 0) expect(empty.waitMs).toBeGreaterThan(0)
    const incremental = await lease(scope, 1_000, 'incremental')
    expect(incremental.granted).toBeGreaterThanOrEqual(2)
    expect((await lease(scope, 1_000, 'probe')).granted).toBeGreaterThanOrEqual(2)
  })

  /** As if the budget had been left alone for so long. */
  const pass = (scope: string, seconds: number) =>
    fresh.database.sql`update rate_budgets set refilled_at = refilled_at - make_interval(secs => ${seconds}),
      recent_second = recent_second - ${seconds}::int where scope = ${scope}`

  test('in no minute more than upstream allows in one, however the minute is cut and whatever went before', async () => {
    const step = fc.record({ pause: fc.integer({ min: 0, max: 25 }), want: fc.integer({ min: 1, max: 60 }) })
    const steps = fc.array(step, { minLength: 20, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(100, 600), steps, async (perMinute, taken) => {
        const scope = newScope()
        const grants: { at: number; granted: number }[] = []
        let at = 0
        for (const { pause, want } of taken) {
          at += pause
          await pass(scope, pause)
          grants.push({ at, granted: (await lease(scope, want, 'probe', perMinute)).granted })
        }
        for (const { at: end } of grants) {
          const within = grants.filter((one) => one.at <= end && one.at >= end - 60)
          const sum = within.reduce((total, { granted }) => total + granted, 0)
          expect(sum).toBeLessThanOrEqual(mostInAMinute(perMinute))
        }
      }),
      { numRuns: 20 },
    )
  })

  test('who asks all the time gets all that is to be used', async () => {
    const scope = newScope()
    let granted = 0
    const started = performance.now()
    await lease(scope, 50, 'full', 100)
    for (let second = 0; second < 600; second += 1) {
      await pass(scope, 1)
      granted += (await lease(scope, 50, 'full', 100)).granted
    }
    expect(granted).toBeGreaterThanOrEqual(1_000 * USED_SHARE * 0.99)
    const tookSeconds = (performance.now() - started) / 1_000
    expect(granted).toBeLessThanOrEqual(1_000 + (100 / 60) * tookSeconds)
  })

  test('where the minute is full, waiting as told is enough', async () => {
    const scope = newScope()
    let last = await lease(scope, 50, 'probe', 100)
    for (let second = 0; second < 40; second += 1) {
      await pass(scope, 1)
      last = await lease(scope, 50, 'probe', 100)
    }
    for (let turn = 0; turn < 20 && (turn === 0 || last.granted > 0); turn += 1) {
      await fresh.database.sql`update rate_budgets set tokens = capacity where scope = ${scope}`
      last = await lease(scope, 50, 'probe', 100)
    }
    expect(last.granted).toBe(0)
    expect((await budget(scope)).tokens).toBeGreaterThan(1)
    expect(last.waitMs).toBeGreaterThan(0)
    await pass(scope, Math.ceil(last.waitMs / 1_000))
    expect((await lease(scope, 1, 'probe', 100)).granted).toBe(1)
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
    await lease(scope, 50, 'probe')
    await returnTokens(fresh.database.sql, { scope, route, tokens: 20 })
    expect(await budget(scope)).toMatchObject({ granted: 29 })
    await returnTokens(fresh.database.sql, { scope, route, tokens: 1_000 })
    expect((await budget(scope)).tokens).toBe(50)
  })

  test('a 429 stops all, halves the rate once, and the rate creeps back to what is known', async () => {
    const scope = newScope()
    await lease(scope, 1)
    await Promise.all(
      [1, 2, 3].map(() => recordRejection(fresh.database.sql, { scope, route, retryAfterMs: 60_000 })),
    )
    expect(await budget(scope)).toMatchObject({ refillPerSecond: 4.9, rejections: 3, tokens: 0 })
    const blocked = await lease(scope, 1, 'probe')
    expect(blocked.granted).toBe(0)
    expect(blocked.waitMs).toBeGreaterThan(30_000)
    expect(blocked.waitMs).toBeLessThanOrEqual(60_000)
    // Two quiet minutes after the one that must pass first: two twentieths of the known rate.
    await fresh.database.sql`update rate_budgets set blocked_until = null where scope = ${scope}`
    await rewind(scope, 'last_rejected_at', 180)
    await rewind(scope, 'refilled_at', 120)
    await lease(scope, 1)
    expect((await budget(scope)).refillPerSecond).toBeCloseTo(5.9, 1)
    await rewind(scope, 'last_rejected_at', 100_000)
    await rewind(scope, 'refilled_at', 100_000)
    await lease(scope, 1)
    expect((await budget(scope)).refillPerSecond).toBe(9.8)
  })

  test('a changed limit takes over at the next lease', async () => {
    const scope = newScope()
    await lease(scope, 1, 'full', 600)
    await lease(scope, 1, 'full', 6_000)
    expect(await budget(scope)).toMatchObject({ refillPerSecond: 98, knownPerSecond: 100, capacity: 500 })
  })
})
