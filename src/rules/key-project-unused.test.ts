import { expect, test } from 'vitest'
import { daysAgo, NOW, projectKeyBundle } from './bundles.examples.ts'
import { keyProjectUnused } from './key-project-unused.ts'

const judge = keyProjectUnused.prepare({})
const IDLE = { created_at: daysAgo(400), last_used_at: daysAgo(100) }

test('an idle key of a live project fails with its project; one of an archived project is outside', () => {
  expect(judge(projectKeyBundle(IDLE), NOW)).toMatchObject({
    result: 'fail',
    evidence: { project_id: 'proj_1', last_used_at: '2026-08-14T00:00:00.000Z' },
    moving: { idle_days: 100 },
  })
  expect(judge(projectKeyBundle(IDLE, 'archived'), NOW).result).toBe('skipped')
})

test('absent and null are told apart', () => {
  expect(judge(projectKeyBundle({ created_at: daysAgo(400) }), NOW).result).toBe('not_evaluated')
  expect(judge(projectKeyBundle({ created_at: daysAgo(400), last_used_at: null }), NOW).result).toBe('fail')
  expect(judge(projectKeyBundle({ created_at: daysAgo(1), last_used_at: null }), NOW).result).toBe('pass')
})
