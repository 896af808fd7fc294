import { expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { gptBundle, NOW } from './bundles.examples.ts'
import { gptWebBrowsing } from './gpt-web-browsing.ts'

const judge = (configuration: JsonObject | null, parameters: JsonObject = {}) =>
  gptWebBrowsing.prepare(parameters)(gptBundle({ visibility: 'invite-only' }, configuration), NOW)

const WEB = { type: 'browser' }
const ACTION = { type: 'custom_action', action_domain: 'api.example.com' }

test.each([
  [{ tools: [WEB], files: [] }, undefined],
  [{ tools: [WEB] }, undefined],
  [{ tools: [WEB, ACTION] }, 'reads untrusted web pages together with custom actions'],
  [{ tools: [WEB], files: [{ id: 'file-1' }] }, 'reads untrusted web pages together with knowledge files'],
  [
    { tools: [{ type: 'web_browsing' }, ACTION], files: [{ id: 'file-1' }] },
    'reads untrusted web pages together with custom actions and knowledge files',
  ],
])('%j fails, raised because it %s', (configuration, reason) => {
  const verdict = judge(configuration)
  expect(verdict.result).toBe('fail')
  expect(verdict.result === 'fail' && verdict.escalation?.reason).toBe(reason)
  if (reason) expect(verdict).toMatchObject({ escalation: { severity: 'high' } })
})

test('without browsing it passes; unknown is not evaluated; approved passes', () => {
  expect(judge({ tools: [ACTION] })).toEqual({ result: 'pass' })
  expect(judge({ name: 'third party' }).result).toBe('not_evaluated')
  expect(judge({ tools: [WEB] }, { approvedGpts: ['g-one'] })).toEqual({
    result: 'pass',
    note: 'approved_gpt',
  })
})
