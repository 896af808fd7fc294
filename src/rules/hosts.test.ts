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
