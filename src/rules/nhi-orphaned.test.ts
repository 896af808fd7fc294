import { describe, expect, test } from 'vitest'
import { adminKeyBundle, agentBundle, gptBundle, projectKeyBundle } from './bundles.examples.ts'
import { nhiOrphaned } from './nhi-orphaned.ts'

const judge = nhiOrphaned.prepare({})
const ACTING = { tools: [{ type: 'custom_action', action_domain: 'api.example.com' }] }

describe.each([
  ['gone', 'fail'],
  ['disabled', 'fail'],
  ['active', 'pass'],
  ['unknown', 'not_evaluated'],
] as const)('an owner who is %s: %s', (owner, result) => {
  test('of a project key', () => expect(judge(projectKeyBundle({}, 'live', owner), 0).result).toBe(result))
  test('of an admin key', () => expect(judge(adminKeyBundle({}, { owner }), 0).result).toBe(result))
  test('of an agent', () => expect(judge(agentBundle(owner), 0).result).toBe(result))
  test('of a GPT with actions', () => expect(judge(gptBundle({}, ACTING, { owner }), 0).result).toBe(result))
})

test('an admin key that nobody answers for is critical', () => {
  expect(judge(adminKeyBundle({}, { owner: 'gone' }), 0)).toMatchObject({
    escalation: { severity: 'critical' },
    evidence: { owner_standing: 'gone' },
  })
  expect(judge(projectKeyBundle({}, 'live', 'gone'), 0)).toMatchObject({ escalation: null })
})

test('a GPT without actions does nothing by itself', () => {
  expect(judge(gptBundle({}, { tools: [{ type: 'browser' }] }, { owner: 'gone' }), 0)).toEqual({
    result: 'skipped',
    reason: 'no_action',
  })
})

test('of a GPT whose tools were not told nothing is said', () => {
  expect(judge(gptBundle({}, {}, { owner: 'gone' }), 0).result).toBe('not_evaluated')
})

test('keys of archived projects are in no denominator', () => {
  expect(judge(projectKeyBundle({}, 'archived', 'gone'), 0).result).toBe('skipped')
})
