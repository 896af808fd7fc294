import { describe, expect, test } from 'vitest'
import { UpstreamContractChanged } from './failures.ts'
import { COMPLIANCE_ROUTES, PLATFORM_ROUTES, pathOfRoute, platformRouteOf } from './routes.ts'

describe('routes of the platform', () => {
  test('are recognised by their template under any base path', () => {
    for (const route of PLATFORM_ROUTES) {
      const path = pathOfRoute(route, ['proj_1', 'user-1'])
      expect(platformRouteOf(`/v1${path}`, '/v1')).toBe(route)
      expect(platformRouteOf(path, '')).toBe(route)
    }
  })

  test.each([
    '/v1/organization/users/user-1/roles/role-1',
    '/v1/projects/proj_1/users/user-1',
    '/v1/organization/usage',
    '/v1/chat/completions',
    '/v2/organization/users',
    '/v1/x/organization/users',
  ])('%s is none of our business', (path) => {
    expect(platformRouteOf(path, '/v1')).toBeNull()
  })
})

test('ids are one path segment, whatever is in them', () => {
  expect(pathOfRoute(COMPLIANCE_ROUTES.gptConfigs, ['w', '../users?x=1'])).toBe(
    '/compliance/workspaces/w/gpts/..%2Fusers%3Fx%3D1/configs',
  )
})

test.each(['.', '..'])('the id %j would be another path, and is refused', (id) => {
  expect(() => pathOfRoute(COMPLIANCE_ROUTES.gptConfigs, ['w', id])).toThrow(UpstreamContractChanged)
})
