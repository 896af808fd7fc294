import { expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { gptBundle, NOW } from './bundles.examples.ts'
import { gptPublicLink } from './gpt-public-link.ts'

const judge = (sharing: JsonObject | undefined, parameters: JsonObject = {}) =>
  gptPublicLink.prepare(parameters)(
    gptBundle(sharing, { tools: [{ type: 'custom_action' }], files: [{ id: 'file-1' }] }),
    NOW,
  )

test('a public link fails and is never raised', () => {
  expect(judge({ visibility: 'anyone-with-link' })).toMatchObject({ result: 'fail', escalation: null })
})

test.each(['workspace-with-link', 'workspace', 'invite-only', 'gpt-store'])('%s passes', (visibility) => {
  expect(judge({ visibility })).toEqual({ result: 'pass' })
})

test('an absent visibility is not evaluated, an approved GPT passes', () => {
  expect(judge(undefined).result).toBe('not_evaluated')
  expect(judge({ visibility: 'anyone-with-link' }, { approvedGpts: ['g-one'] }).result).toBe('pass')
})
