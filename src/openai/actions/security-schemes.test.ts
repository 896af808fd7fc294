import { expect, test } from 'vitest'
import { readAction } from './read-action.ts'

const authOf = (securitySchemes: unknown, security: unknown) =>
  readAction(
    JSON.stringify({ components: { securitySchemes }, paths: { '/a': { get: { security } } } }),
  ).operations.flatMap(({ auth }) => auth)

test.each([
  [{ type: 'apiKey', in: 'header' }, 'api_key_header'],
  [{ type: 'apiKey', in: 'query' }, 'api_key_query'],
  [{ type: 'apiKey', in: 'cookie' }, 'api_key_cookie'],
  [{ type: 'http', scheme: 'Basic' }, 'http_basic'],
  [{ type: 'http', scheme: 'bearer' }, 'http_bearer'],
  [{ type: 'http', scheme: 'digest' }, 'other'],
  [{ type: 'oauth2' }, 'oauth2'],
  [{ type: 'openIdConnect' }, 'openid_connect'],
  [{ type: 'constructor' }, 'other'],
  [null, 'other'],
])('%j is %s', (scheme, kind) => {
  expect(authOf({ mine: scheme }, [{ mine: [] }])).toEqual([kind])
})

test('saying that none is needed is not the same as saying nothing', () => {
  expect(authOf({}, [])).toEqual(['none'])
  expect(authOf({}, [{}])).toEqual(['none'])
  expect(authOf({}, undefined)).toEqual([])
})

test('of several ways each is named', () => {
  const schemes = { a: { type: 'oauth2' }, b: { type: 'http', scheme: 'basic' } }
  expect(authOf(schemes, [{ a: [], b: [] }, {}, { unknown: [] }])).toEqual([
    'http_basic',
    'none',
    'oauth2',
    'other',
  ])
})
