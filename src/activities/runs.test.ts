import { expect, test } from 'vitest'
import { stateOfRun } from './runs.ts'

test('a run stands where its streams under way do: the liveliest of them decides', () => {
  expect(stateOfRun(['completed', 'stalled'])).toBe('stalled')
  expect(stateOfRun(['stalled', 'running'])).toBe('running')
  expect(stateOfRun(['stalled', 'waiting_for_rate_limit'])).toBe('waiting_for_rate_limit')
  expect(stateOfRun(['stalled', 'waiting_for_credentials'])).toBe('waiting_for_credentials')
  expect(stateOfRun(['queued', 'completed', 'denied'])).toBeNull()
})
