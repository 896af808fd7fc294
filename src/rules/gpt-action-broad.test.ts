import { expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { gptBundle } from './bundles.examples.ts'
import { gptActionBroad } from './gpt-action-broad.ts'

const judge = gptActionBroad.prepare({})
const ACTION = {
  type: 'custom_action',
  action_domain: 'api.example.com',
  schema_problem: null,
  operations: 20,
  servers: ['api.example.com'],
}
const gpt = (actions: readonly JsonObject[], more: JsonObject = {}) =>
  gptBundle({ visibility: 'workspace' }, { tools: [{ type: 'browser' }, ...actions], ...more })

test('actions that keep to a task pass, and so does a GPT without any', () => {
  expect(judge(gpt([ACTION, ACTION]), 0)).toEqual({ result: 'pass' })
  expect(judge(gpt([]), 0)).toEqual({ result: 'pass' })
})

test.each<[JsonObject, string]>([
  [{ operations: 21 }, 'offers 21 operations'],
  [{ servers: ['a.example', 'b.example', 'c.example'] }, 'calls 3 hosts'],
  [{ wildcard_servers: 1 }, 'has servers whose host is chosen at the call'],
  [{ wildcard_paths: 1 }, 'has paths that take anything'],
  [{ free_form_parameters: ['command', 'sql'] }, 'takes free-form parameters: command, sql'],
  [{ open_bodies: 1 }, 'has bodies that take any field'],
])('%j: %s', (excess, because) => {
  expect(judge(gpt([ACTION, { ...ACTION, ...excess }]), 0)).toMatchObject({
    result: 'fail',
    evidence: { broad_actions: [{ host: 'api.example.com', because: [because] }] },
    escalation: null,
  })
})

test('secrets are another rule’s business, and raise nothing here', () => {
  const secrets = { instruction_secrets: ['openai_key'] }
  expect(judge(gpt([ACTION], secrets), 0).result).toBe('pass')
  expect(judge(gpt([{ ...ACTION, wildcard_paths: 1 }], secrets), 0)).toMatchObject({ escalation: null })
})

test('both limits are settings', () => {
  const strict = gptActionBroad.prepare({ maxOperations: 19 })
  expect(strict(gpt([ACTION]), 0).result).toBe('fail')
})

test('an approved GPT passes however broad its actions are', () => {
  const approving = gptActionBroad.prepare({ approvedGpts: ['g-one'] })
  expect(approving(gpt([{ ...ACTION, operations: 99 }]), 0)).toEqual({ result: 'pass', note: 'approved_gpt' })
})

const UNREAD = { type: 'custom_action', action_domain: 'api.example.com' }

test.each<[JsonObject, string]>([
  [{ ...UNREAD, schema_problem: 'not_parsed' }, 'not_parsed'],
  [{ ...UNREAD, schema_problem: 'too_large' }, 'too_large'],
  [{ ...ACTION, schema_problem: 'truncated' }, 'truncated'],
  [UNREAD, 'OpenAI sent none'],
])('a schema that was not read whole is not passed: %j', (action, problem) => {
  expect(judge(gpt([ACTION, action]), 0)).toEqual({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
    detail: `the schema of an action could not be read (${problem})`,
  })
  expect(judge(gpt([action, { ...ACTION, wildcard_paths: 1 }]), 0).result, 'a known excess').toBe('fail')
})

test('what was seen of a truncated schema is enough to fail', () => {
  expect(judge(gpt([{ ...ACTION, operations: 21, schema_problem: 'truncated' }]), 0).result).toBe('fail')
})

test('tools that were not read or not told are not judged', () => {
  expect(judge(gptBundle({}, null, { isLatestUnread: true }), 0)).toMatchObject({
    reason: 'stream_incomplete',
  })
  expect(judge(gptBundle({}, {}), 0)).toMatchObject({ reason: 'value_absent_upstream' })
})
