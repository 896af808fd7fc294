import { expect, test } from 'vitest'
import { gptBundle } from './bundles.examples.ts'
import { gptAudienceTooWide } from './gpt-audience-too-wide.ts'

const judge = gptAudienceTooWide.prepare({})
const ACTION = { type: 'custom_action', action_domain: 'api.example.com' }
const CODE = { type: 'code_interpreter' }
const gpt = (visibility: string | null, tools: object[], files: object[] = []) =>
  gptBundle({ visibility }, { tools, files } as never)

test.each<[string, object[], object[], string]>([
  ['invite-only', [ACTION], [], 'pass'],
  ['workspace-with-link', [ACTION], [], 'fail'],
  ['workspace', [ACTION], [], 'fail'],
  ['workspace', [CODE], [{ id: 'f' }], 'pass'],
  ['anyone-with-link', [CODE], [{ id: 'f' }], 'fail'],
  ['workspace', [], [], 'pass'],
  ['anyone-with-link', [], [], 'fail'],
  ['gpt-store', [], [], 'fail'],
])('%s with %j and files %j: %s', (visibility, tools, files, result) => {
  expect(judge(gpt(visibility, tools, files), 0).result).toBe(result)
})

test('every policy that is broken is named', () => {
  expect(judge(gpt('gpt-store', [ACTION, CODE], [{ id: 'f' }]), 0)).toMatchObject({
    evidence: {
      policies_broken: [
        { tools: 'custom actions', widest: 'invite-only' },
        { tools: 'code interpreter with files', widest: 'workspace' },
        { tools: 'anything', widest: 'workspace' },
      ],
    },
  })
})

test('the policy is a setting, from the words that upstream uses', () => {
  const wide = gptAudienceTooWide.prepare({ customActions: 'workspace' })
  expect(wide(gpt('workspace', [ACTION]), 0).result).toBe('pass')
  expect(() => gptAudienceTooWide.prepare({ anything: 'everybody' })).toThrow()
})

test('a visibility that is absent or unknown is not taken for narrow or wide', () => {
  expect(judge(gpt(null, [ACTION]), 0).result).toBe('not_evaluated')
  expect(judge(gpt('planet-wide', [ACTION]), 0).result).toBe('not_evaluated')
})

test('files that were not told are not taken for none, where they decide', () => {
  const lenient = gptAudienceTooWide.prepare({ anything: 'gpt-store' })
  const silent = (visibility: string, tools: object[]) => gptBundle({ visibility }, { tools } as never)
  expect(lenient(silent('anyone-with-link', [CODE]), 0)).toMatchObject({
    reason: 'value_absent_upstream',
    detail: 'OpenAI did not send `files`',
  })
  expect(lenient(silent('anyone-with-link', []), 0).result, 'no code').toBe('pass')
  expect(lenient(silent('workspace', [CODE]), 0).result, 'narrow enough').toBe('pass')
  expect(lenient(silent('anyone-with-link', [CODE, ACTION]), 0).result, 'another policy broken').toBe('fail')
})
