import { expect, test } from 'vitest'
import { NOT_EVALUATED_REASONS } from '../model/core/findings.ts'
import { capabilitiesOf, coverageOf, remediesOf } from './coverage.ts'

test('a rule stands on the capabilities of its streams, each once', () => {
  expect(capabilitiesOf('nhi.orphaned').toSorted()).toEqual([
    'chatgpt.agents_read',
    'chatgpt.directory_read',
    'chatgpt.gpts_read',
    'platform.organization_read',
    'platform.project_read',
  ])
  expect(capabilitiesOf('dlp.gpt_file')).toEqual([])
})

test('every reason has something to do, or to wait for', () => {
  for (const reason of NOT_EVALUATED_REASONS) {
    const lacking = ['chatgpt.gpts_read'] as const
    expect(remediesOf('gpt.public_link', reason, lacking).length, reason).toBeGreaterThan(0)
  }
})

test('what is refused is named with its scope, in OpenAI’s own spelling', () => {
  expect(remediesOf('gpt.public_link', 'capability_denied', ['chatgpt.gpts_read'])).toEqual([
    {
      kind: 'grant',
      capability: 'chatgpt.gpts_read',
      scope: 'chatgpt.enterprise.compliance_export (read)',
      label: 'read GPTs',
    },
  ])
  expect(remediesOf('share.conversation_public', 'collection_mode', [])).toEqual([
    { kind: 'mode', mode: 'metadata' },
  ])
})

test('nobody is sent to OpenAI for what OpenAI has no part in', () => {
  expect(remediesOf('identity.left_but_active', 'no_directory', [])).toEqual([{ kind: 'directory' }])
  expect(remediesOf('user.unusual_activity', 'warming_up', [])).toEqual([{ kind: 'time' }])
  expect(remediesOf('dlp.gpt_file', 'no_dlp_profile', [])).toEqual([{ kind: 'dlp_profile' }])
})

const NONE = { standing: 0, lacking: [] } as const
const result = (numbers: {
  readonly passed?: number
  readonly failed?: number
  readonly notEvaluated?: number
}) => ({ passed: 0, failed: 0, notEvaluated: 0, reason: null, assetReasons: {}, ...numbers })

test.each([
  ['found something', { passed: 9, failed: 1, notEvaluated: 3 }, 'fail'],
  ['found nothing in some', { passed: 9, notEvaluated: 3 }, 'pass'],
  ['had nothing to judge', {}, 'pass'],
  ['judged nothing of what there is', { notEvaluated: 3 }, 'not_evaluated'],
])('a rule that %s: %j is %s', (_, numbers, outcome) => {
  expect(coverageOf('gpt.public_link', result(numbers), NONE).outcome).toBe(outcome)
})

test('before the first evaluation nothing is said', () => {
  expect(coverageOf('app.linked', null, { standing: 3, lacking: [] })).toEqual({
    outcome: 'never',
    remedies: [],
  })
})

test('where every asset was left out, the remedies are those of the reasons, the commonest first, each once', () => {
  const assetReasons = {
    setting_missing: 2,
    stream_incomplete: 1,
    no_activity_signal: 4,
    'skipped:deactivated': 7,
  }
  expect(coverageOf('user.inactive', { ...result({ notEvaluated: 7 }), assetReasons }, NONE)).toEqual({
    outcome: 'not_evaluated',
    remedies: [{ kind: 'collect' }, { kind: 'settings' }],
  })
  expect(
    coverageOf('user.inactive', { ...result({ passed: 1, notEvaluated: 7 }), assetReasons }, NONE),
    'judged in part, as well',
  ).toEqual({ outcome: 'pass', remedies: [{ kind: 'collect' }, { kind: 'settings' }] })
})

test('a reason of the whole rule outweighs what was left out one by one', () => {
  const refused = { ...result({}), reason: 'collection_mode', assetReasons: { setting_missing: 2 } } as const
  expect(coverageOf('share.conversation_public', refused, NONE)).toEqual({
    outcome: 'not_evaluated',
    remedies: [{ kind: 'mode', mode: 'metadata' }],
  })
})

test('of events the last evaluation saw the new ones alone: what stands decides', () => {
  const standing = (count: number) => ({ standing: count, lacking: [] })
  expect(coverageOf('app.linked', result({ passed: 5 }), standing(1)).outcome).toBe('fail')
  expect(coverageOf('app.linked', result({ notEvaluated: 5 }), standing(1)).outcome).toBe('fail')
  expect(coverageOf('app.linked', result({}), standing(0)).outcome).toBe('pass')
  expect(coverageOf('app.linked', result({ failed: 1 }), standing(0)).outcome, 'resolved since').toBe('pass')
  expect(coverageOf('app.linked', result({ notEvaluated: 5 }), standing(0)).outcome).toBe('not_evaluated')
  // Of states every evaluation sees all.
  expect(coverageOf('gpt.public_link', result({ passed: 5 }), standing(1)).outcome).toBe('pass')
})
