import { expect, test } from 'vitest'
import { gptBundle } from './bundles.examples.ts'
import { gptBroadInternalLink } from './gpt-broad-internal-link.ts'

const judge = gptBroadInternalLink.prepare({})

test.each([
  ['invite-only', 'pass'],
  ['workspace-with-link', 'fail'],
  ['workspace', 'pass'],
  ['anyone-with-link', 'pass'],
  ['gpt-store', 'pass'],
])('%s: %s', (visibility, result) => {
  expect(judge(gptBundle({ visibility }, { tools: [] }), 0).result).toBe(result)
})

test('without a visibility nothing is said; an approved GPT passes and is counted so', () => {
  expect(judge(gptBundle({}, { tools: [] }), 0).result).toBe('not_evaluated')
  const approving = gptBroadInternalLink.prepare({ approvedGpts: ['g-one'] })
  expect(approving(gptBundle({ visibility: 'workspace-with-link' }, null), 0)).toEqual({
    result: 'pass',
    note: 'approved_gpt',
  })
})
