import { describe, expect, test } from 'vitest'
import { adminKeyBundle, daysAgo, gptBundle, NOW, projectKeyBundle } from './bundles.examples.ts'
import { nhiWokeUp } from './nhi-woke-up.ts'
import { SECONDS_A_DAY } from './time.ts'
import type { UseDay, UseHistory } from './use-history.ts'

const judge = nhiWokeUp.prepare({})

/** `NOW` is a midnight, so a use of so many days ago at noon is of the day before. */
const usedAt = (days: number, signal: UseDay['signal'] = 'last_used_at'): UseDay => {
  const lastAt = daysAgo(days) - SECONDS_A_DAY / 2
  const day = lastAt - (lastAt % SECONDS_A_DAY)
  return { signal, day, lastAt: signal === 'usage' ? day : lastAt }
}
const everyDay = (from: number, until: number): readonly number[] =>
  Array.from({ length: from - until + 1 }, (_, n) => daysAgo(from - n))

/** Used every ten days, until fifty days ago. */
const regular = (signal: UseDay['signal'] = 'last_used_at') =>
  [110, 100, 90, 80, 70, 60, 50].map((days) => usedAt(days, signal))

const LONG_HERE: Omit<UseHistory, 'uses'> = {
  judgedFrom: daysAgo(100),
  countedFrom: daysAgo(110),
  looks: everyDay(110, 0),
  watched: [],
}
const WATCHED = [{ from: daysAgo(110), until: NOW }]
const use = (uses: readonly UseDay[], more: Partial<UseHistory> = {}): UseHistory => ({
  ...LONG_HERE,
  uses,
  ...more,
})

const OLD = { created_at: daysAgo(300), last_used_at: daysAgo(2) }
const key = (history: UseHistory, attributes = OLD) => projectKeyBundle(attributes, 'live', 'active', history)

describe('a key', () => {
  test('that was silent for 30 days and is used again has woken up, and says how it is known', () => {
    expect(judge(key(use([...regular(), usedAt(40), usedAt(2)])), NOW)).toMatchObject({
      result: 'fail',
      evidence: {
        key_id: 'key_P1',
        woke_up_on: '2026-11-19',
        signal: 'last_used_at',
        silent_since: new Date((daysAgo(40) - SECONDS_A_DAY / 2) * 1_000).toISOString(),
        silence_told_by: 'listing',
      },
      moving: {
        silent_days: 37,
        last_use_seen: new Date((daysAgo(2) - SECONDS_A_DAY / 2) * 1_000).toISOString(),
      },
      escalation: null,
    })
    const admin = adminKeyBundle(OLD, { use: use([...regular(), usedAt(40), usedAt(2)]) })
    expect(judge(admin, NOW)).toMatchObject({ result: 'fail', escalation: { severity: 'high' } })
  })

  test('that is used now and then, or not at all, has not', () => {
    expect(judge(key(use([...regular(), usedAt(31), usedAt(2)])), NOW).result).toBe('pass')
    expect(judge(key(use([...regular(), usedAt(35), usedAt(12), usedAt(2)])), NOW).result).toBe('pass')
    expect(judge(key(use([])), NOW).result).toBe('pass')
    expect(judge(key(use(regular())), NOW).result).toBe('pass')
  })

  test('that was never used before counts from its making, and a young one cannot have been silent', () => {
    const first = use([usedAt(2)])
    expect(judge(key(first, { ...OLD, created_at: daysAgo(60) }), NOW)).toMatchObject({
      result: 'fail',
      evidence: { silent_since: new Date(daysAgo(60) * 1_000).toISOString() },
      moving: { silent_days: 57 },
    })
    expect(judge(key(first, { ...OLD, created_at: daysAgo(29) }), NOW).result).toBe('pass')
    expect(judge(projectKeyBundle({ last_used_at: 1 }, 'live', 'active', first), NOW).result).toBe(
      'not_evaluated',
    )
  })

  test('that nobody looked at meanwhile is not judged: a look must lie behind the silence', () => {
    const uses = [...regular(), usedAt(40), usedAt(2)]
    const blind = use(uses, { looks: [daysAgo(40), daysAgo(20), daysAgo(1)] })
    expect(judge(key(blind), NOW)).toMatchObject({ result: 'not_evaluated', reason: 'no_activity_signal' })
    expect(judge(key(use(uses, { looks: [daysAgo(5)] })), NOW).result).toBe('fail')
    // A look remembers nothing of before days were counted.
    expect(judge(key(use(uses, { countedFrom: daysAgo(4) })), NOW).result).toBe('fail')
    expect(judge(key(use(uses, { countedFrom: daysAgo(1) })), NOW).result).toBe('pass')
    // The day after it is known again.
    const goesOn = use([...uses, usedAt(1)], { looks: [daysAgo(40)] })
    expect(judge(key(goesOn), NOW).result).toBe('pass')
  })

  test('is judged by its usage, too, where that was held for the whole silence', () => {
    const uses = [...regular('usage'), usedAt(40, 'usage'), usedAt(2, 'usage')]
    const byLog = (watched: UseHistory['watched']) => judge(key(use(uses, { looks: [], watched })), NOW)
    expect(byLog(WATCHED)).toMatchObject({
      result: 'fail',
      evidence: { silence_told_by: 'log' },
      moving: { silent_days: 37 },
    })
    const gap = [
      { from: daysAgo(110), until: daysAgo(20) },
      { from: daysAgo(19), until: NOW },
    ]
    expect(byLog(gap).result).toBe('not_evaluated')
    expect(byLog([{ from: daysAgo(25), until: NOW }]).result).toBe('not_evaluated')
  })

  test('of the warm-up is no news, and neither is what was long ago', () => {
    const uses = [...regular(), usedAt(10)]
    expect(judge(key(use(uses, { judgedFrom: daysAgo(9) })), NOW).result).toBe('pass')
    expect(nhiWokeUp.prepare({ toldForDays: 9 })(key(use(uses)), NOW).result).toBe('pass')
    expect(nhiWokeUp.prepare({ silentDays: 60 })(key(use(uses)), NOW).result).toBe('pass')
    expect(judge(key(use(uses)), NOW).result).toBe('fail')
  })

  test('of our own, of an archived project, or whose uses OpenAI does not tell, is left out', () => {
    const woken = use([...regular(), usedAt(40), usedAt(2)])
    expect(judge({ ...key(woken), own: 'project_key' }, NOW)).toEqual({
      result: 'skipped',
      reason: 'own_key',
    })
    expect(judge(projectKeyBundle(OLD, 'archived', 'active', woken), NOW).result).toBe('skipped')
    const silent = projectKeyBundle({ created_at: daysAgo(300) }, 'live', 'active', use([], { looks: [] }))
    expect(judge(silent, NOW)).toMatchObject({ result: 'not_evaluated', reason: 'value_absent_upstream' })
  })
})

describe('a GPT', () => {
  const used = use([...regular('conversations'), usedAt(2, 'conversations')], { looks: [], watched: WATCHED })
  const acts = { tools: [{ type: 'custom_action', action_domain: 'api.example.com' }] }

  test('with actions wakes up as a key does', () => {
    expect(judge(gptBundle(undefined, acts, { use: used }), NOW)).toMatchObject({
      result: 'fail',
      evidence: { gpt_id: 'g-one', signal: 'conversations', silence_told_by: 'log' },
    })
  })

  test('without actions does nothing by itself', () => {
    expect(judge(gptBundle(undefined, { tools: [] }, { use: used }), NOW).result).toBe('skipped')
    expect(judge(gptBundle(undefined, null, { use: used }), NOW).result).toBe('not_evaluated')
  })
})
