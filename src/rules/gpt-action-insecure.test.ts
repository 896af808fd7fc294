import { expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { gptBundle } from './bundles.examples.ts'
import { gptActionInsecure } from './gpt-action-insecure.ts'

const judge = gptActionInsecure.prepare({})
/** Read whole, and nothing is wrong with it. */
const ACTION = {
  type: 'custom_action',
  action_domain: 'api.example.com',
  auth_type: 'oauth',
  privacy_policy: 'present',
  schema_problem: null,
  operations: 2,
  insecure_hosts: [],
}
const gpt = (actions: readonly JsonObject[], more: JsonObject = {}) =>
  gptBundle({ visibility: 'workspace' }, { tools: [{ type: 'browser' }, ...actions], ...more })

test('actions that were read whole and are sound pass, and so does a GPT without any', () => {
  expect(judge(gpt([ACTION, ACTION]), 0)).toEqual({ result: 'pass' })
  expect(judge(gpt([]), 0)).toEqual({ result: 'pass' })
})

test.each<[JsonObject, string]>([
  [{ insecure_hosts: ['http'] }, 'calls a server without encryption'],
  [{ insecure_hosts: ['ip_literal'] }, 'calls a bare address in place of a named host'],
  [{ insecure_hosts: ['private_host'] }, 'calls a host of a private network'],
  [{ insecure_hosts: ['tunnel'] }, 'calls a tunnel to somebody’s machine'],
  [{ insecure_hosts: ['free_hosting'] }, 'calls a free hosting service'],
  [{ auth_type: 'None' }, 'has no authentication'],
  [{ auth_in_query: true }, 'puts its key into the address'],
  [{ privacy_policy: 'missing' }, 'names no privacy policy'],
  [{ not_consequential_writes: 1 }, 'marks writing operations as not consequential'],
  [{ hidden_text: true }, 'has invisible text in its descriptions'],
  [{ embedded_instructions: true }, 'gives the model instructions in its descriptions'],
])('%j: %s', (fault, because) => {
  expect(judge(gpt([ACTION, { ...ACTION, ...fault }]), 0)).toMatchObject({
    result: 'fail',
    evidence: { insecure_actions: [{ host: 'api.example.com', because: [because] }] },
    escalation: null,
  })
})

test('invisible text in the instructions fails by itself', () => {
  expect(judge(gpt([ACTION], { instruction_hidden_text: true }), 0)).toMatchObject({
    result: 'fail',
    evidence: { insecure_actions: [], because: ['has invisible text in its instructions'] },
  })
})

test('a secret makes it critical, alone or beside a fault', () => {
  for (const action of [ACTION, { ...ACTION, auth_type: 'none' }]) {
    expect(judge(gpt([action], { instruction_secrets: ['openai_key'] }), 0)).toMatchObject({
      result: 'fail',
      evidence: { secrets_of_kinds: ['openai_key'] },
      escalation: { severity: 'critical' },
    })
  }
})

test('an approved GPT passes whatever its actions are', () => {
  const approving = gptActionInsecure.prepare({ approvedGpts: ['g-one'] })
  expect(approving(gpt([{ ...ACTION, auth_type: 'none' }]), 0)).toEqual({
    result: 'pass',
    note: 'approved_gpt',
  })
})

/** Nothing but what stands beside the schema. */
const BESIDE = {
  type: 'custom_action',
  action_domain: 'api.example.com',
  auth_type: 'oauth',
  privacy_policy: 'present',
  insecure_hosts: [],
}

test.each<[JsonObject, string]>([
  [{ ...BESIDE, schema_problem: 'not_parsed' }, 'not_parsed'],
  [{ ...BESIDE, schema_problem: 'too_large' }, 'too_large'],
  [{ ...BESIDE, schema_problem: 'no_paths' }, 'no_paths'],
  [{ ...ACTION, schema_problem: 'truncated' }, 'truncated'],
  [BESIDE, 'OpenAI sent none'],
])('a schema that was not read whole is not passed: %j', (action, problem) => {
  expect(judge(gpt([ACTION, action]), 0)).toEqual({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
    detail: `the schema of an action could not be read (${problem})`,
  })
  expect(judge(gpt([action, { ...ACTION, auth_type: 'none' }]), 0).result, 'a known fault').toBe('fail')
  expect(judge(gpt([{ ...action, insecure_hosts: ['http'] }]), 0).result, 'a fault of its own').toBe('fail')
})

test('an action that was stored before its hosts were looked at waits for the next collection', () => {
  const { insecure_hosts: _, ...older } = ACTION
  expect(judge(gpt([older]), 0)).toMatchObject({ reason: 'stream_incomplete' })
})

test('tools that were not read or not told are not judged', () => {
  expect(judge(gptBundle({}, null, { isLatestUnread: true }), 0)).toMatchObject({
    reason: 'stream_incomplete',
  })
  expect(judge(gptBundle({}, {}), 0)).toMatchObject({ reason: 'value_absent_upstream' })
})
