import { expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { gptBundle, NOW } from './bundles.examples.ts'
import { gptPublicStore } from './gpt-public-store.ts'

const judge = (
  sharing: JsonObject | undefined,
  configuration: JsonObject | null = { tools: [], files: [] },
) => gptPublicStore.prepare({})(gptBundle(sharing, configuration), NOW)

const STORE = { visibility: 'gpt-store' }

test('in the store it fails, with author, files and since when at the latest', () => {
  expect(judge(STORE)).toMatchObject({
    result: 'fail',
    escalation: null,
    evidence: { author_person_id: 'person-author', knowledge_files: 0, action_hosts: [] },
    moving: { public_since_at_latest: '2026-11-19T00:00:00.000Z', audience: 'public', audience_size: null },
  })
})

test.each([
  [{ tools: [], files: [{ id: 'file-1' }] }],
  [{ tools: [{ type: 'custom_action', action_domain: 'a.example' }], files: [] }],
])('%j makes it critical', (configuration) => {
  expect(judge(STORE, configuration)).toMatchObject({ escalation: { severity: 'critical' } })
})

test('it fails also where no configuration is known, without being raised', () => {
  expect(judge(STORE, null)).toMatchObject({
    result: 'fail',
    escalation: null,
    evidence: { knowledge_files: null },
  })
})

test('other visibilities pass, an absent one is not evaluated, an approved GPT passes', () => {
  for (const visibility of [
    'invite-only',
    'workspace',
    'workspace-with-link',
    'anyone-with-link',
    'new-word',
  ]) {
    expect(judge({ visibility })).toEqual({ result: 'pass' })
  }
  expect(judge(undefined)).toMatchObject({ result: 'not_evaluated', reason: 'value_absent_upstream' })
  const approved = gptPublicStore.prepare({ approvedGpts: ['g-one'] })
  expect(approved(gptBundle(STORE, null), NOW).result).toBe('pass')
})
