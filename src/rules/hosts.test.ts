import { expect, test } from 'vitest'
import { isAllowedHost, plainHost } from './hosts.ts'

test('a host is compared without case, scheme, port, path and final dot', () => {
  expect(plainHost('HTTPS://Api.Example.com:8443/v1?x#y')).toBe('api.example.com')
  expect(plainHost('api.example.com.')).toBe('api.example.com')
  expect(plainHost('bücher.example')).toBe('xn--bcher-kva.example')
})

test.each([
  ['api.example.com', ['api.example.com'], true],
  ['API.example.com', ['api.EXAMPLE.com'], true],
  ['a.example.com', ['*.example.com'], true],
  ['a.b.example.com', ['*.example.com'], true],
  ['example.com', ['*.example.com'], false],
  ['evilexample.com', ['*.example.com'], false],
  ['example.com.evil.net', ['*.example.com', 'example.com'], false],
  ['', ['*.'], false],
  ['api.example.com', [], false],
])('%s on %j: %s', (host, allowed, expected) => {
  expect(isAllowedHost(host, allowed)).toBe(expected)
})

// Each of these is another host to one program than to the next; the first three end like an allowed one.
test.each([
  'evil.example:8443\\.corp.example',
  'evil.example%2f.corp.example',
  'evil.example .corp.example',
  'api.corp.example\\@evil.example',
  'api.corp.example@evil.example',
  'https://user:word@api.corp.example',
  'api.corp.example:80:90',
  '[::1]',
  '..corp.example',
  '-.corp.example',
  `${'a'.repeat(64)}.corp.example`,
  `${'a.'.repeat(130)}corp.example`,
  'api.corp.example\u0000',
])('%j is on no list', (host) => {
  expect(plainHost(host)).toBe('')
  expect(isAllowedHost(host, ['api.corp.example', '*.corp.example', host])).toBe(false)
})

test('a host of any length is told at once', () => {
  const written = `e${'/'.repeat(2_000_000)}\nx`
  expect(plainHost(written)).toBe('')
  expect(isAllowedHost(`${'a'.repeat(2_000_000)}.corp.example`, ['*.corp.example'])).toBe(false)
})

test('an entry that is no host allows nothing', () => {
  for (const entry of ['*.', '*. ', '', '*.a b']) expect(isAllowedHost('evil.example', [entry])).toBe(false)
})
