import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CallerRates } from './caller-rates.ts'
import { WINDOW_SECONDS } from './rates.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const NONE = { reads: 0, writes: 0, costly: 0, directory: 0, wrongTokens: 0 }

/** What the headers say, read as a client does. */
function read(headers: readonly (readonly [string, string])[]) {
  const { 'RateLimit-Policy': policy = '', RateLimit: state = '' } = Object.fromEntries(headers)
  const [, quota, window] = /^"default";q=(\d+);w=(\d+)$/.exec(policy) ?? []
  const [, remaining, reset] = /^"default";r=(\d+);t=(\d+)$/.exec(state) ?? []
  return { quota: Number(quota), window: Number(window), remaining: Number(remaining), reset: Number(reset) }
}

test('the numbers are true: so many are left, and after so many seconds there are all again', async () => {
  const steps = fc.array(fc.oneof(fc.constant('ask' as const), fc.integer({ min: 1, max: 90_000 })), {
    minLength: 1,
    maxLength: 60,
  })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), steps, async (quota, many) => {
      const rates = new CallerRates({ ...NONE, reads: quota })
      let left = quota
      let endsAt = 0
      for (const step of many) {
        if (step !== 'ask') {
          vi.advanceTimersByTime(step)
          continue
        }
        const now = Date.now()
        if (now >= endsAt) {
          left = quota
          endsAt = now + WINDOW_SECONDS * 1_000
        }
        const counted = await rates.count('reads', 'a')
        if (counted === null) return expect.unreachable()
        expect(counted.isTooMany).toBe(left === 0)
        left = Math.max(0, left - 1)
        const said = read(counted.headers)
        expect(said).toMatchObject({ quota, window: WINDOW_SECONDS, remaining: left })
        expect(said.reset).toBe(counted.resetSeconds)
        expect(said.reset).toBeGreaterThanOrEqual(1)
        expect(said.reset).toBeLessThanOrEqual(WINDOW_SECONDS)
        // Waiting so long is enough, and a second less is not.
        expect(now + said.reset * 1_000).toBeGreaterThanOrEqual(endsAt)
        expect(now + (said.reset - 1) * 1_000).toBeLessThan(endsAt)
      }
      return undefined
    }),
  )
})

test('callers and classes are counted apart, and none where there is no limit', async () => {
  const rates = new CallerRates({ ...NONE, reads: 1, costly: 1 })
  const isTooMany = async (rateClass: 'reads' | 'costly', id: string) =>
    (await rates.count(rateClass, id))?.isTooMany
  expect(await isTooMany('reads', 'a')).toBe(false)
  expect(await isTooMany('reads', 'a')).toBe(true)
  expect(await isTooMany('reads', 'b')).toBe(false)
  expect(await isTooMany('costly', 'a')).toBe(false)
  expect(await rates.count('writes', 'a')).toBeNull()
})
