import { expect, test } from 'vitest'
import { isWildcardPath } from './wildcard-path.ts'

test.each(['/{path}', '/v1/{proxy+}', '/v1/*', '/v1/**', '/{+rest}', '/{...all}', '/repos/{owner}/{path}/'])(
  '%s takes any path',
  (path) => {
    expect(isWildcardPath(path)).toBe(true)
  },
)

test.each(['/', '', '/{id}', '/{path}/things', '/path', '/a{path}', '/{}'])('%s does not', (path) => {
  expect(isWildcardPath(path)).toBe(false)
})
