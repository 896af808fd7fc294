import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readServer } from './server-address.ts'

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
