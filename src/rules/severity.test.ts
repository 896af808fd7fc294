import { expect, test } from 'vitest'
import { effectiveSeverity } from './severity.ts'

const ESCALATION = { severity: 'critical', reason: 'public' } as const

test.each([
  [null, true, ESCALATION, { severity: 'critical', reason: 'public' }],
  [null, false, ESCALATION, { severity: 'high', reason: null }],
  [null, true, null, { severity: 'high', reason: null }],
  ['low', true, ESCALATION, { severity: 'low', reason: 'set for this integration' }],
  ['low', false, null, { severity: 'low', reason: 'set for this integration' }],
] as const)(
  'override %s, escalation on: %s, condition %j',
  (override, escalationOn, escalation, expected) => {
    expect(effectiveSeverity({ published: 'high', override, escalationOn }, escalation)).toEqual(expected)
  },
)
