import { expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { gptBundle, NOW } from './bundles.examples.ts'
import { gptCodeInterpreter } from './gpt-code-interpreter.ts'

const judge = (
  visibility: string | undefined,
  configuration: JsonObject | null,
  parameters: JsonObject = {},
) =>
  gptCodeInterpreter.prepare(parameters)(
    gptBundle(visibility ? { visibility } : undefined, configuration),
    NOW,
  )

const CODE = { type: 'code_interpreter' }

test.each([
  ['workspace', 1, 'high'],
  ['anyone-with-link', 1, 'high'],
  ['gpt-store', 1, 'high'],
  ['workspace-with-link', 1, undefined],
  ['invite-only', 1, undefined],
  ['workspace', 0, undefined],
  ['a-word-of-tomorrow', 1, undefined],
  [undefined, 1, undefined],
])('%s with %i files is raised to %s', (visibility, files, severity) => {
  const verdict = judge(visibility, {
    tools: [CODE],
    files: Array.from({ length: files }, (_, index) => ({ id: `file-${index}` })),
  })
  expect(verdict).toMatchObject({ result: 'fail', evidence: { knowledge_files: files } })
  expect(verdict.result === 'fail' && verdict.escalation?.severity).toBe(severity)
})

test('other tools pass, a list envelope is read, an approved GPT passes', () => {
  expect(judge('workspace', { tools: [{ type: 'browser' }] })).toEqual({ result: 'pass' })
  expect(judge('workspace', { tools: { object: 'list', data: [CODE] } }).result).toBe('fail')
  expect(judge('workspace', { tools: [CODE] }, { approvedGpts: ['g-one'] }).result).toBe('pass')
})

test('a GPT of which no configuration is known is not evaluated', () => {
  expect(judge('workspace', null)).toMatchObject({ result: 'not_evaluated', reason: 'value_absent_upstream' })
})
