import { expect, test } from 'vitest'
import type { Sql } from '../db/client.ts'
import { createBudgetPool } from './budget.ts'

const ROUTE = { scope: 'workspace:1', route: 'GET /users', perMinute: 100 }
const A_LEASE = 10

test('slices that ask at the same moment never spend a token twice', async () => {
  let leased = 0
  const sql = (async () => {
    leased += A_LEASE
    return [{ granted: A_LEASE, waitMs: 0 }]
  }) as unknown as Sql
  const budget = createBudgetPool(sql).forSlice('full', () => undefined)
  const { signal } = new AbortController()
  await budget.acquire(ROUTE, signal)
  const asked = 3 * A_LEASE
  await Promise.all(Array.from({ length: asked }, () => budget.acquire(ROUTE, signal)))
  expect(leased).toBeGreaterThanOrEqual(asked + 1)
})
