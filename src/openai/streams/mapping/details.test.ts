import { expect, test } from 'vitest'
import { detailsOf, spokenText } from './details.ts'

test.each([null, undefined, 'text', 7, [1]])('details that are %j are none', (details) => {
  expect(detailsOf(details)).toEqual({})
})

test('people in the details are left to the actor', () => {
  const initiator = { kind: 'account_user', id: 'user-1', display_name: 'Ada' }
  expect(detailsOf({ detail_type: 'A', run_id: 'r', invoker: { initiator } })).toEqual({
    run_id: 'r',
    invoker: { initiator: { kind: 'account_user', id: 'user-1' } },
  })
})

test('what was said becomes one text, with its length', () => {
  expect(spokenText('input', { query: 'q' })).toEqual({ input: '{"query":"q"}', input_chars: 13 })
  expect(spokenText('input', null)).toEqual({})
})
