import { expect, test } from 'vitest'
import { PERMISSIONS } from '../permissions.ts'
import { COSTLY, rateClassOf } from './rate-class.ts'

test('costly routes are routes that there are', () => {
  expect([...COSTLY].filter((route) => !(route in PERMISSIONS))).toEqual([])
})

test.each([
  ['GET', '/api/v1/findings', 'reads'],
  ['HEAD', '/api/v1/nothing-here', 'reads'],
  ['POST', '/api/v1/findings/bulk', 'writes'],
  ['DELETE', '/api/v1/tokens/:id', 'writes'],
  ['GET', '/api/v1/exports/findings', 'costly'],
  ['POST', '/api/v1/integrations/:id/rules/:rule/backtest', 'costly'],
  ['GET', '/scim/v2/:integration/Users', 'directory'],
  ['PATCH', '/scim/v2/:integration/Users/:id', 'directory'],
])('%s %s counts as %s', (method, path, rateClass) => {
  expect(rateClassOf({ method, path })).toBe(rateClass)
})
