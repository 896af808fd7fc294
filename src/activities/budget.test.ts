import { describe, expect, test } from 'vitest'
import type { Sql } from '../db/client.ts'
import { BudgetWait } from '../openai/budget.ts'
import { createBudgetPool } from './budget.ts'

const ROUTE = { scope: 'workspace:1', route: 'GET /users', perMinute: 100 }
const OTHER_ROUTE = { ...ROUTE, route: 'GET /gpts' }
const A_LEASE = 10
const LONGEST_LEASE_MS = 5_000

/** Grants a lease whenever asked, and counts what goes out and comes back. */
function openRow() {
  const row = { leased: 0, returned: 0 }
  const sql = (async (words: TemplateStringsArray, ...values: unknown[]) => {
    if (words.join('?').includes('least(capacity, tokens +')) {
      row.returned += Number(values[0])
      return []
    }
    row.leased += A_LEASE
    return [{ granted: A_LEASE, waitMs: 0 }]
  }) as unknown as Sql
  return { row, sql }
}

const { signal } = new AbortController()

test('slices that ask at the same moment never spend a token twice', async () => {
  const { row, sql } = openRow()
  const budget = createBudgetPool(sql).forSlice('full', () => undefined)
  await budget.acquire(ROUTE, signal)
  const asked = 3 * A_LEASE
  await Promise.all(Array.from({ length: asked }, () => budget.acquire(ROUTE, signal)))
  expect(row.leased).toBeGreaterThanOrEqual(asked + 1)
})

describe('a slice that ends', () => {
  test('takes nothing from one that still reads the route, and the last gives back what is left', async () => {
    const { row, sql } = openRow()
    const pool = createBudgetPool(sql)
    const [first, second] = [pool.forSlice('full', () => undefined), pool.forSlice('full', () => undefined)]
    await first.acquire(ROUTE, signal)
    await second.acquire(ROUTE, signal)
    await first.release()
    expect(row.returned).toBe(0)
    await second.acquire(ROUTE, signal)
    expect(row.leased).toBe(A_LEASE)
    await second.release()
    expect(row.returned).toBe(A_LEASE - 3)
  })

  test('gives back what it alone used, and leaves other routes alone', async () => {
    const { row, sql } = openRow()
    const pool = createBudgetPool(sql)
    const [first, second] = [pool.forSlice('full', () => undefined), pool.forSlice('full', () => undefined)]
    await first.acquire(ROUTE, signal)
    await second.acquire(OTHER_ROUTE, signal)
    await first.release()
    expect(row.returned).toBe(A_LEASE - 1)
    await second.acquire(OTHER_ROUTE, signal)
    expect(row.leased).toBe(2 * A_LEASE)
  })

  test('gives back what has expired, whoever else used it', async () => {
    const { row, sql } = openRow()
    let nowMs = 0
    const pool = createBudgetPool(sql, () => nowMs)
    const [first, second] = [pool.forSlice('full', () => undefined), pool.forSlice('full', () => undefined)]
    await first.acquire(ROUTE, signal)
    await second.acquire(ROUTE, signal)
    nowMs = LONGEST_LEASE_MS
    await first.release()
    expect(row.returned).toBe(A_LEASE - 2)
    await second.acquire(ROUTE, signal)
    expect(row.leased).toBe(2 * A_LEASE)
  })
})

describe('waits in place', () => {
  /** Has a token at every second asking, and says meanwhile how long to wait. */
  function scarceRow(waitMs: number) {
    let asked = 0
    return (async () => {
      asked += 1
      return asked % 2 === 0 ? [{ granted: 1, waitMs: 0 }] : [{ granted: 0, waitMs }]
    }) as unknown as Sql
  }

  test('are added up for the slice that waited, and for no other', async () => {
    const pool = createBudgetPool(scarceRow(30))
    const [waiting, other] = [pool.forSlice('full', () => undefined), pool.forSlice('full', () => undefined)]
    expect(waiting.waitedMs).toBe(0)
    await waiting.acquire(ROUTE, signal)
    const once = waiting.waitedMs
    expect(once).toBeGreaterThan(0)
    await waiting.acquire(ROUTE, signal)
    expect(waiting.waitedMs).toBeGreaterThan(once)
    expect(other.waitedMs).toBe(0)
  })

  test('do not count what is left to a durable timer', async () => {
    const budget = createBudgetPool(scarceRow(60_000)).forSlice('full', () => undefined)
    await expect(budget.acquire(ROUTE, signal)).rejects.toBeInstanceOf(BudgetWait)
    expect(budget.waitedMs).toBe(0)
  })
})
