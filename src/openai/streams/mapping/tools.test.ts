import { expect, test } from 'vitest'
import { toolFields } from './tools.ts'

const ACTION = { type: 'custom_action', action_domain: 'api.example.com', auth_type: 'none' }
const SCHEMA = JSON.stringify({ openapi: '3.1.0', paths: { '/a': { get: { operationId: 'getA' } } } })

test('a tool that is no action is what upstream says it is', () => {
  expect(toolFields({ type: 'browser', created_at: 1.5 })).toEqual({
    attributes: { type: 'browser', created_at: 1.5 },
    sealed: {},
  })
})

test('what an action can do stands in clear, in words and numbers; what it calls that is sealed', () => {
  const { attributes, sealed } = toolFields({ ...ACTION, action_openapi_raw: SCHEMA })
  expect(attributes).toMatchObject({ schema_format: 'openapi_3_1', schema_problem: null, operations: 1 })
  expect(JSON.stringify(attributes)).not.toContain('getA')
  expect(sealed).toMatchObject({
    action_openapi_raw: SCHEMA,
    operations: [{ method: 'get', path: '/a', operation_id: 'getA' }],
  })
})

test('of a schema that cannot be read only that is said: nothing looks like an action that does nothing', () => {
  const { attributes, sealed } = toolFields({ ...ACTION, action_openapi_raw: 'no schema' })
  expect(attributes).toEqual({
    ...ACTION,
    schema_format: 'unknown',
    schema_problem: 'not_parsed',
    insecure_hosts: [],
  })
  expect(sealed).toEqual({ action_openapi_raw: 'no schema' })
})

test.each([
  ['http://ab.ngrok.io/x', ['http', 'tunnel']],
  ['ab.ngrok.io', ['tunnel']],
  ['10.0.0.1:8080', ['ip_literal', 'private_host']],
  ['api.example.com', []],
])('the host beside the schema is judged too: %s', (action_domain, insecure_hosts) => {
  expect(toolFields({ action_domain }).attributes).toMatchObject({ insecure_hosts })
})

test('hosts of the schema and the one beside it are one list', () => {
  const raw = JSON.stringify({ servers: [{ url: 'http://a.vercel.app' }], paths: {} })
  const { attributes } = toolFields({ action_domain: 'b.ngrok.io', action_openapi_raw: raw })
  expect(attributes.insecure_hosts).toEqual(['http', 'tunnel', 'free_hosting'])
})

test.each([
  ['https://example.com/privacy', 'present'],
  ['http://example.com/privacy', 'present'],
  ['example.com/privacy', 'missing'],
  ['mailto:legal@example.com', 'missing'],
  ['', 'missing'],
  [null, 'missing'],
])('privacy policy %j is %s', (action_privacy_policy_url, privacy_policy) => {
  expect(toolFields({ action_privacy_policy_url }).attributes).toEqual({ privacy_policy })
})
