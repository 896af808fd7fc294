import { describe, expect, test } from 'vitest'
import { RULE_MS_AT_MOST } from '../../rules/custom/limits.ts'
import { PASS } from '../../rules/verdict.ts'
import { Budget, Turns } from './pace.ts'

function work(ms: number): void {
  const began = performance.now()
  while (performance.now() - began < ms);
}

describe('others have their turn', () => {
  test('a deadline ends what is slow on each asset', async () => {
    const turns = new Turns({ signal: AbortSignal.timeout(30) })
    let judged = 0
    const judging = async () => {
      for (; judged < 100; judged += 1) {
        await turns.next()
        work(15)
      }
    }
    await expect(judging()).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(judged).toBeLessThan(50)
  })

  test('a signal is looked at before every asset, although its turn has not come', async () => {
    const stop = new AbortController()
    const turns = new Turns({ signal: stop.signal }, () => 0)
    await turns.next()
    stop.abort()
    await expect(turns.next()).rejects.toThrow()
  })

  test('by the clock, and with a sign of life', async () => {
    let now = 0
    let beats = 0
    const turns = new Turns({ heartbeat: () => (beats += 1) }, () => now)
    for (; now < 100; now += 1) await turns.next()
    expect(beats).toBe(9)
  })
})

test('a rule that has had its time judges no more, and passes nothing', () => {
  let now = 0
  const budget = new Budget(() => now)
  const slow = () => {
    now += RULE_MS_AT_MOST / 2
    return PASS
  }
  expect([1, 2, 3].map(() => budget.spend(slow))).toMatchObject([
    PASS,
    PASS,
    { result: 'not_evaluated', reason: 'expression_too_costly' },
  ])
  expect(now, 'it is not even begun').toBe(RULE_MS_AT_MOST)
})

test('what is judged to its end takes of the same time', () => {
  let now = 0
  const budget = new Budget(() => now)
  const slow = () => {
    now += RULE_MS_AT_MOST - 1
    return PASS
  }
  budget.measure(slow)
  expect(budget.isSpent).toBe(false)
  budget.measure(slow)
  expect(budget.isSpent, 'it was begun in time').toBe(true)
})
