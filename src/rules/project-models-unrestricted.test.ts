import { expect, test } from 'vitest'
import { projectBundle } from './bundles.examples.ts'
import { projectModelsUnrestricted } from './project-models-unrestricted.ts'

const judge = projectModelsUnrestricted.prepare({})
const models = (mode: string | null, model_ids: string[] = []) =>
  projectBundle({ model_permissions: { mode, model_ids } })

test('only a list of what is allowed keeps new models out', () => {
  expect(judge(models('allow_list', ['gpt-5-5']), 0).result).toBe('pass')
  expect(judge(models('allow_list'), 0).result).toBe('pass')
  expect(judge(models('deny_list'), 0)).toMatchObject({ result: 'fail', evidence: { models_denied: [] } })
  expect(judge(models('deny_list', ['gpt-5-mini']), 0)).toMatchObject({
    result: 'fail',
    evidence: { mode: 'deny_list', models_denied: ['gpt-5-mini'] },
  })
})

test('what was not told or not read is not judged', () => {
  expect(judge(models(null), 0).result).toBe('not_evaluated')
  expect(judge(projectBundle({}), 0).result).toBe('not_evaluated')
  expect(judge(projectBundle(null), 0).result).toBe('not_evaluated')
})

test.each(['archived', 'deleted'] as const)('a project that is %s is in no denominator', (state) => {
  expect(judge(projectBundle({ model_permissions: { mode: 'deny_list' } }, state), 0).result).toBe('skipped')
})
