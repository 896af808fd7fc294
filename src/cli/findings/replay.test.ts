import { expect, test } from 'vitest'
import type { FindingReplay } from '../finding-view.ts'
import { replayLines } from './replay.ts'

const verdict = {
  result: 'fail',
  reason: null,
  evidence: {},
  effective_severity: 'low',
  severity_reason: null,
} as const

const replay = (more: Partial<FindingReplay>): FindingReplay => ({
  finding_id: 'f-1',
  rule_id: 'invite.stale',
  agrees: false,
  judged_at: '2026-11-22T12:00:00Z',
  rule_version: { recorded: 1, now: 1 },
  parameters: {},
  verdict,
  recorded_verdict: verdict,
  inputs: [],
  differences: [],
  ...more,
})

const version = { kind: 'rule_version', says: 'the rule is version 3 now, was 2' } as const
const changed = { kind: 'inputs_changed', says: 'the asset changed since: Platform invite invite-1' } as const
const gone = { kind: 'inputs_gone', says: 'the inputs are no longer stored (retention)' } as const
const result = { kind: 'result', says: 'the verdict is pass now, was fail' } as const
const unusable = { kind: 'parameters_unusable', says: 'the parameters are none' } as const

test.each([
  ['what agrees', { agrees: true }, ['f-1: same inputs, same verdict.']],
  [
    'what agrees by another version',
    { agrees: true, differences: [version] },
    ['f-1: same inputs, same verdict.', '  the rule is version 3 now, was 2'],
  ],
  [
    'another verdict',
    { differences: [version, result] },
    [
      'f-1: same inputs, another verdict.',
      '  the rule is version 3 now, was 2',
      '  the verdict is pass now, was fail',
    ],
  ],
  [
    'other inputs, whatever they come to',
    { differences: [changed, result] },
    [
      'f-1: cannot be reproduced from what is stored.',
      '  the asset changed since: Platform invite invite-1',
      '  the verdict is pass now, was fail',
    ],
  ],
  [
    'inputs that are gone',
    { verdict: null, differences: [gone] },
    ['f-1: cannot be reproduced from what is stored.', '  the inputs are no longer stored (retention)'],
  ],
  [
    'a rule that cannot be asked',
    { verdict: null, differences: [unusable] },
    ['f-1: cannot be judged again.', '  the parameters are none'],
  ],
] as const)('%s', (_, more, lines) => {
  expect(
    replayLines(replay({ ...more, differences: [...('differences' in more ? more.differences : [])] })),
  ).toEqual(lines)
})

test('names in what differs cannot rewrite the terminal', () => {
  const says = 'the asset changed since: Platform invite x\u001b[1A\u202e'
  const lines = replayLines(replay({ differences: [{ kind: 'inputs_changed', says }] }))
  expect(lines.at(-1)).toBe('  the asset changed since: Platform invite x·[1A·')
})
