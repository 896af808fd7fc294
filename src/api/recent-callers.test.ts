import { expect, test } from 'vitest'
import type { Authenticated } from './authenticate.ts'
import type { Caller } from './context.ts'
import { RecentCallers } from './recent-callers.ts'

const caller = (id: string): Caller => ({
  actor: { kind: 'token', id, label: id },
  scopes: [],
  scope: { integrationIds: 'all' },
  serviceAccountId: null,
  expiresAt: null,
})

/** Callers by the clock of the test; `valid` says what a look-up finds, `looks` how many there were. */
function door(endsInMs: number | null = null) {
  const state = { now: 0, looks: 0, found: { caller: caller('a'), endsInMs } as Authenticated | null }
  const held: { wait: Promise<void> | null } = { wait: null }
  const callers = new RecentCallers(
    async () => {
      state.looks += 1
      const { found } = state
      await held.wait
      return found
    },
    () => state.now,
  )
  return { state, held, callers }
}

test('who was found is known for a second and no longer', async () => {
  const { state, callers } = door()
  expect(callers.recall('token')).toBeNull()
  expect(await callers.find('token')).toEqual(caller('a'))
  state.now = 999
  expect(callers.recall('token')).toEqual(caller('a'))
  expect(callers.recall('other')).toBeNull()
  state.now = 1_000
  expect(callers.recall('token')).toBeNull()
  expect(state.looks).toBe(1)
})

test('a token that ends sooner is not known beyond its end', async () => {
  const { state, callers } = door(300)
  await callers.find('token')
  state.now = 299
  expect(callers.recall('token')).not.toBeNull()
  state.now = 300
  expect(callers.recall('token')).toBeNull()
})

test('the second counts from when it was asked, not from the answer', async () => {
  const { state, held, callers } = door()
  const { promise, resolve } = Promise.withResolvers<void>()
  held.wait = promise
  const found = callers.find('token')
  state.now = 600
  resolve()
  await found
  state.now = 1_000
  expect(callers.recall('token')).toBeNull()
})

test('what is forgotten is not known, nor what was on its way while it was', async () => {
  const { held, callers } = door()
  await callers.find('token')
  callers.forget()
  expect(callers.recall('token')).toBeNull()
  const { promise, resolve } = Promise.withResolvers<void>()
  held.wait = promise
  const found = callers.find('token')
  callers.forget()
  resolve()
  expect(await found).toEqual(caller('a'))
  expect(callers.recall('token')).toBeNull()
})

test('a token that opens nothing any more is known no more', async () => {
  const { state, callers } = door()
  await callers.find('token')
  state.found = null
  expect(await callers.find('token')).toBeNull()
  expect(callers.recall('token')).toBeNull()
})
