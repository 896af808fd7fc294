import { expect, test } from 'vitest'
import { projectBundle } from './bundles.examples.ts'
import { projectMcpEnabled } from './project-mcp-enabled.ts'

const judge = projectMcpEnabled.prepare({})
const mcp = (enabled: boolean | null) => projectBundle({ hosted_tools: { mcp: { enabled } } })

test.each([
  [true, 'fail'],
  [false, 'pass'],
  [null, 'not_evaluated'],
] as const)('enabled %s: %s', (enabled, result) => {
  expect(judge(mcp(enabled), 0).result).toBe(result)
})

test('what was not told or not read is not judged', () => {
  expect(judge(projectBundle({ hosted_tools: {} }), 0).result).toBe('not_evaluated')
  expect(judge(projectBundle(null), 0).result).toBe('not_evaluated')
})

test('an archived project is in no denominator', () => {
  expect(judge(projectBundle({ hosted_tools: { mcp: { enabled: true } } }, 'archived'), 0).result).toBe(
    'skipped',
  )
})
