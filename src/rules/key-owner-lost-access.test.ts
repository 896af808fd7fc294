import { expect, test } from 'vitest'
import { projectKeyBundle } from './bundles.examples.ts'
import { keyOwnerLostAccess } from './key-owner-lost-access.ts'

const judge = keyOwnerLostAccess.prepare({})

test.each([
  ['inactive', 'fail'],
  ['active', 'pass'],
  ['a word of next year', 'pass'],
  [null, 'not_evaluated'],
] as const)('access %s: %s', (access, result) => {
  expect(judge(projectKeyBundle({ owner_project_access: access }), 0).result).toBe(result)
})

test('not told is not the same as lost', () => {
  expect(judge(projectKeyBundle({}), 0)).toMatchObject({
    result: 'not_evaluated',
    detail: 'OpenAI did not send `owner_project_access`',
  })
})

test('a key of an archived project opens nothing any more', () => {
  expect(judge(projectKeyBundle({ owner_project_access: 'inactive' }, 'archived'), 0)).toEqual({
    result: 'skipped',
    reason: 'project_archived',
  })
})

test('says whose key, of which project, and when it was used last', () => {
  expect(judge(projectKeyBundle({ owner_project_access: 'inactive', last_used_at: null }), 0)).toMatchObject({
    evidence: { key_id: 'key_P1', project_id: 'proj_1', owner_project_access: 'inactive' },
    moving: { last_used_at: 'never' },
  })
})
