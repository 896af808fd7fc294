import { expect, test } from 'vitest'
import { gptBundle } from './bundles.examples.ts'
import { gptRiskyCombination } from './gpt-risky-combination.ts'

const judge = gptRiskyCombination.prepare({})
const ACTION = { type: 'custom_action', action_domain: 'api.example.com' }
const BROWSER = { type: 'browser' }
const FILES = [{ id: 'file-1' }]
const gpt = (tools: object[], files: object[], visibility = 'invite-only') =>
  gptBundle({ visibility }, { tools, files } as never)

test('the three together fail, any two of them do not', () => {
  expect(judge(gpt([ACTION, BROWSER], FILES), 0)).toMatchObject({ result: 'fail', escalation: null })
  expect(judge(gpt([ACTION, { type: 'web_browsing' }], FILES), 0).result).toBe('fail')
  expect(judge(gpt([ACTION, BROWSER], []), 0).result).toBe('pass')
  expect(judge(gpt([ACTION], FILES), 0).result).toBe('pass')
  expect(judge(gpt([BROWSER], FILES), 0).result).toBe('pass')
})

test.each(['gpt-store', 'anyone-with-link'])('with visibility %s it is critical', (visibility) => {
  expect(judge(gpt([ACTION, BROWSER], FILES, visibility), 0)).toMatchObject({
    escalation: { severity: 'critical' },
  })
})

test('tools that were not read or not told are not judged', () => {
  expect(judge(gptBundle({}, null, { isLatestUnread: true }), 0)).toMatchObject({
    reason: 'stream_incomplete',
  })
  expect(judge(gptBundle({}, {}), 0)).toMatchObject({ reason: 'value_absent_upstream' })
})

test('files that were not told are not taken for none, where they decide', () => {
  const silent = (tools: object[]) => gptBundle({ visibility: 'invite-only' }, { tools } as never)
  expect(judge(silent([ACTION, BROWSER]), 0)).toEqual({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
    detail: 'OpenAI did not send `files`',
  })
  expect(judge(silent([ACTION]), 0).result).toBe('pass')
  expect(judge(silent([BROWSER]), 0).result).toBe('pass')
})
