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

const OPENAI_KEY = `sk-${'proj'}-q7Wz3LmT9xKp2RvB8nYc5HdF4sJg6QaE1uXoZi0P`

test.each([
  ['api.example.com', 'api.example.com'],
  ['API.example.com:8443', 'API.example.com:8443'],
  ['m\u00FCnchen.example', 'm\u00FCnchen.example'],
  ['\u4F8B\u3048\u3002\u30C6\u30B9\u30C8', '\u4F8B\u3048\u3002\u30C6\u30B9\u30C8'],
  [
    '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.ir',
    '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.ir',
  ],
  ['{region}.example.com', '{region}.example.com'],
  ['[::1]:80', '[::1]:80'],
  ['https://api.example.com/v1?key=x', 'api.example.com'],
  ['', ''],
  [null, null],
  ['call me at home', '(unreadable)'],
  ['user:password@api.example.com', '(unreadable)'],
  ['api\u200B.example.com', '(unreadable)'],
  [`${OPENAI_KEY}.example`, '(unreadable)'],
  [`AK${'IA'}Q7WZ3LMT2XKP4RVB.example`, '(unreadable)'],
  [`${'a'.repeat(64)}.com`, '(unreadable)'],
  ['a.'.repeat(127), '(unreadable)'],
])('of the domain %j stands in clear: %j', (action_domain, shown) => {
  expect(toolFields({ action_domain }).attributes.action_domain).toBe(shown)
})

test.each([
  ['oauth', 'oauth'],
  ['service_http', 'service_http'],
  [null, null],
  ['a'.repeat(41), 'other'],
  ['none of your business', 'other'],
  [OPENAI_KEY.slice(0, 40), 'other'],
])('of the way to sign in %j: %j', (auth_type, shown) => {
  expect(toolFields({ auth_type }).attributes).toEqual({ auth_type: shown })
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

test('a schema that was read is not read again', () => {
  const [first, second] = [1, 2].map(() => toolFields({ ...ACTION, action_openapi_raw: SCHEMA }))
  expect(second).toEqual(first)
  expect(second?.attributes.servers).toBe(first?.attributes.servers)
})
