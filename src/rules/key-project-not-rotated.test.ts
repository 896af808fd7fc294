import { expect, test } from 'vitest'
import { adminKeyBundle, daysAgo, NOW, projectKeyBundle } from './bundles.examples.ts'
import { keyProjectNotRotated } from './key-project-not-rotated.ts'

const judge = keyProjectNotRotated.prepare({})
const OLD = { created_at: daysAgo(91) }

test('an old key of a live project fails and names the project', () => {
  expect(judge(projectKeyBundle({ ...OLD, owner_project_access: 'inactive' }), NOW)).toMatchObject({
    result: 'fail',
    evidence: {
      key_id: 'key_P1',
      project_id: 'proj_1',
      project_name: 'Prod',
      owner_project_access: 'inactive',
    },
  })
  expect(judge(projectKeyBundle(OLD, 'unknown'), NOW).result).toBe('fail')
})

test('keys of archived and deleted projects are outside', () => {
  expect(judge(projectKeyBundle(OLD, 'archived'), NOW)).toEqual({
    result: 'skipped',
    reason: 'project_archived',
  })
  expect(judge(projectKeyBundle(OLD, 'deleted'), NOW)).toEqual({
    result: 'skipped',
    reason: 'project_deleted',
  })
})

test('90 days pass', () => {
  expect(judge(projectKeyBundle({ created_at: daysAgo(90) }), NOW)).toEqual({ result: 'pass' })
})

test('a bundle of another subject is a mistake of the caller', () => {
  expect(() => judge(adminKeyBundle(OLD), NOW)).toThrow('judges a project_key')
})
