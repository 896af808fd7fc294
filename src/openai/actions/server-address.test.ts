import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readServer } from './server-address.ts'
import { UNREADABLE } from './shown-host.ts'

test.each([
  ['https://api.example.com/v1', 'api.example.com'],
  ['//api.example.com', 'api.example.com'],
  ['https:api.example.com', 'api.example.com'],
  [' \t ht\ntps://api.example.com', 'api.example.com'],
  ['https://{region}.example.com', '{region}.example.com'],
  ['{scheme}://api.example.com', 'api.example.com'],
  ['https://{host}:{port}/v1', '(unreadable)'],
  ['{server}/v1', '(unreadable)'],
  ['{host}:{port}/v1', '(unreadable)'],
  ['https://a b', '(unreadable)'],
  ['api.example.com:443/v1', '(unreadable)'],
  ['data:text', '(unreadable)'],
  [`https://${'a.'.repeat(2_000)}com`, '(unreadable)'],
])('%s goes to %s', (url, host) => {
  expect(readServer({ url })?.host).toBe(host)
})

// Put together here, so that no scanner of this repository takes them for ours.
const OPENAI_KEY = `sk-${'proj'}-q7Wz3LmT9xKp2RvB8nYc5HdF4sJg6QaE1uXoZi0P`
const AWS_KEY = `AK${'IA'}Q7WZ3LMT2XKP4RVB`

test.each([
  `https://${OPENAI_KEY}.example`,
  `//${AWS_KEY}.example.com`,
  `https://${'a'.repeat(64)}.com`,
  'https://a!b.example.com',
  'foo://a%20b',
])('%s is more than a host, and none of it is shown', (url) => {
  expect(readServer({ url })?.host).toBe(UNREADABLE)
})

test('what is wrong with a host that is not shown is said', () => {
  expect(readServer({ url: `http://${OPENAI_KEY}.ngrok.io` })).toEqual({
    host: UNREADABLE,
    kinds: ['http', 'tunnel'],
    isWildcard: false,
  })
})

test.each([
  ['https://m\u00FCnchen.example', 'xn--mnchen-3ya.example'],
  ['https://[::1]:8080', '[::1]'],
  ['https://a_b.example.com.', 'a_b.example.com.'],
  [`https://${AWS_KEY}@api.example.com/${OPENAI_KEY}`, 'api.example.com'],
])('%s is shown as %s', (url, host) => {
  expect(readServer({ url })?.host).toBe(host)
})

test.each(['/v1', '', 'v1', './v1', '?x=https://api.example.com'])('%j is relative', (url) => {
  expect(readServer({ url })).toBeNull()
})

test.each([null, 7, 'https://api.example.com', [], {}, { url: 7 }])('%j names no server', (server) => {
  expect(readServer(server)).toBeNull()
})

test.each([
  ['https://{region}.example.com', true],
  ['https://*.example.com', true],
  ['https://{host}:{port}', true],
  ['{server}/v1', true],
  ['https://api.example.com/{version}', false],
  ['{scheme}://api.example.com', false],
])('%s: %s that the caller chooses a part of the host', (url, isWildcard) => {
  expect(readServer({ url })?.isWildcard).toBe(isWildcard)
})

test('a variable may be what its lists say: as a scheme any value, as a host the default', () => {
  const url = '{scheme}://{host}/v1'
  const variables = (schemes: string[], host: string) => ({
    scheme: { enum: schemes },
    host: { default: host },
  })
  expect(readServer({ url, variables: variables(['https', 'http'], 'localhost') })?.kinds).toEqual([
    'http',
    'private_host',
  ])
  expect(readServer({ url, variables: variables(['https'], 'api.example.com') })?.kinds).toEqual([])
})

test('reads any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (url, variables) => {
      expect(readServer({ url, variables })?.host ?? 'x').not.toBe('')
    }),
  )
})
