import { expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { gptBundle, NOW } from './bundles.examples.ts'
import { gptCodeInterpreter } from './gpt-code-interpreter.ts'
import { gptCustomActions } from './gpt-custom-actions.ts'
import { gptWebBrowsing } from './gpt-web-browsing.ts'

const action = (more: JsonObject = {}): JsonObject => ({
  type: 'custom_action',
  action_domain: 'api.example.com',
  auth_type: 'oauth',
  methods: ['get'],
  operations: 1,
  ...more,
})

const judge = (visibility: string, tools: readonly JsonObject[] | undefined, parameters: JsonObject = {}) =>
  gptCustomActions.prepare(parameters)(
    gptBundle({ visibility }, { name: 'Bot', ...(tools && { tools }) }, { shares: 3 }),
    NOW,
  )

test('with no allow list every custom action fails, with host, authentication, methods and audience', () => {
  const verdict = judge('workspace', [action()])
  expect(verdict).toMatchObject({
    result: 'fail',
    escalation: null,
    evidence: {
      gpt_id: 'g-one',
      visibility: 'workspace',
      shared_with: 3,
      actions: [{ host: 'api.example.com', auth_type: 'oauth', methods: ['get'], operations: 1 }],
      configuration_id: 'g-one/gzm_cnf_1',
      configuration_hash: 'hash-of-g-one/gzm_cnf_1',
    },
    moving: { audience: 'workspace', audience_size: 500 },
  })
})

test('allowed hosts pass; one other host fails and is the one that is named', () => {
  const parameters = { allowedHosts: ['*.example.com'] }
  expect(judge('workspace', [action()], parameters)).toEqual({ result: 'pass', note: 'allowed_hosts' })
  const other = action({ action_domain: 'hooks.example.net' })
  expect(judge('workspace', [action(), other], parameters)).toMatchObject({
    result: 'fail',
    evidence: {
      actions: [{ host: 'hooks.example.net' }],
      action_hosts: ['api.example.com', 'hooks.example.net'],
    },
  })
})

test('a listed host does not help where the schema sends calls elsewhere', () => {
  const parameters = { allowedHosts: ['*.example.com'] }
  const at = (...servers: readonly string[]) => judge('workspace', [action({ servers })], parameters)
  expect(at('api.example.com', 'eu.example.com')).toEqual({ result: 'pass', note: 'allowed_hosts' })
  expect(at('api.example.com', 'evil.example')).toMatchObject({
    result: 'fail',
    evidence: { actions: [{ host: 'api.example.com', servers: ['api.example.com', 'evil.example'] }] },
  })
  expect(at('(unreadable)')).toMatchObject({ result: 'fail' })
})

test('an action without a host is on no list', () => {
  const { action_domain: _, ...hostless } = action()
  expect(judge('workspace', [hostless], { allowedHosts: ['*.example.com'] })).toMatchObject({
    result: 'fail',
    evidence: { actions: [{ host: null }] },
  })
})

test.each([
  ['gpt-store', {}, 'critical'],
  ['anyone-with-link', {}, 'critical'],
  ['workspace-with-link', {}, undefined],
  ['invite-only', { auth_type: 'none', methods: ['get', 'POST'] }, 'critical'],
  ['invite-only', { auth_type: 'none', methods: ['get'] }, undefined],
  ['invite-only', { auth_type: 'oauth', methods: ['post'] }, undefined],
  ['invite-only', { auth_type: 'none', methods: 'unreadable' }, undefined],
])('%s with %j is raised to %s', (visibility, more, severity) => {
  const verdict = judge(visibility, [action(more)])
  expect(verdict.result === 'fail' && verdict.escalation?.severity).toBe(severity)
})

test('what writes without authentication on an allowed host does not raise another host’s finding', () => {
  const writer = action({ auth_type: 'none', methods: ['post'] })
  const reader = action({ action_domain: 'other.example.net' })
  expect(judge('workspace', [writer, reader], { allowedHosts: ['api.example.com'] })).toMatchObject({
    result: 'fail',
    escalation: null,
  })
})

test('no action passes; unknown tools are not evaluated; an approved GPT passes and says so', () => {
  expect(judge('workspace', [{ type: 'browser' }])).toEqual({ result: 'pass' })
  expect(judge('workspace', undefined)).toMatchObject({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
  })
  expect(judge('gpt-store', [action()], { approvedGpts: ['g-one'] })).toEqual({
    result: 'pass',
    note: 'approved_gpt',
  })
})

test('settings that are no hosts are refused', () => {
  expect(() => gptCustomActions.prepare({ allowedHosts: ['https://x.example/path'] })).toThrow()
  expect(() => gptCustomActions.prepare({ allowedHost: [] })).toThrow()
})

test('a GPT whose latest configuration was not read is not judged by what it was before', () => {
  const unread = gptBundle({ visibility: 'workspace' }, null, { isLatestUnread: true })
  for (const rule of [gptCustomActions, gptCodeInterpreter, gptWebBrowsing]) {
    expect(rule.prepare({})(unread, NOW)).toMatchObject({
      result: 'not_evaluated',
      reason: 'stream_incomplete',
    })
  }
})
