import { expect, test } from 'vitest'
import { BEHAVIOUR_RULE_IDS, RULE_IDS } from '../model/core/rule-ids.ts'
import { warmingUp, warmUpUntil } from './warm-up.ts'

const MADE = Date.parse('2026-11-20T15:00:00Z') / 1_000
const until = warmUpUntil(MADE)

test('rules about behaviour wait seven days, and say until when', () => {
  for (const id of BEHAVIOUR_RULE_IDS) {
    expect(warmingUp(id, until, MADE)).toEqual({
      reason: 'warming_up',
      detail: 'warming up until 2026-11-27',
    })
    expect(warmingUp(id, until, until - 1)).not.toBeNull()
    expect(warmingUp(id, until, until)).toBeNull()
  }
})

test('every other rule speaks at once', () => {
  const others = RULE_IDS.filter((id) => !(BEHAVIOUR_RULE_IDS as readonly string[]).includes(id))
  expect(others.map((id) => warmingUp(id, until, MADE))).toEqual(others.map(() => null))
})
