import { expect, test } from 'vitest'
import type { CapabilityState } from '../model/core/capabilities.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import { planStreams } from '../model/core/planned-streams.ts'
import { STREAMS } from '../model/core/streams.ts'
import { stateOfRun } from './runs.ts'

const rows = (chatgpt: CapabilityState, platform: CapabilityState) =>
  CAPABILITIES.map((capability) => ({
    capability,
    state: CAPABILITY_FACTS[capability].plane === 'chatgpt' ? chatgpt : platform,
    resultCode: 'access_not_granted_yet' as const,
  }))

test('a plane that was never connected is not asked for, and is no gap', () => {
  const plan = planStreams('full', 'metadata', rows('absent', 'granted'))
  expect(plan.length).toBeGreaterThan(0)
  expect(
    plan.every(({ stream, verdict }) => STREAMS[stream].plane === 'platform' && verdict === 'read'),
  ).toBe(true)
})

test('what was asked for and may not be read is a gap with its code', () => {
  const plan = planStreams('full', 'metadata', rows('awaiting', 'granted'))
  const gaps = plan.filter(({ verdict }) => verdict === 'denied')
  expect(gaps.length).toBeGreaterThan(0)
  expect(gaps.every((gap) => gap.verdict === 'denied' && gap.cause === 'access_not_granted_yet')).toBe(true)
})

test('an optional log that the tenant is not offered is left out, and one that fails is a gap', () => {
  const planned = (resultCode: 'missing_scope' | 'contract_changed' | 'invalid_key') =>
    planStreams('incremental', 'metadata', [
      { capability: 'chatgpt.logs.COSTS', state: 'denied', resultCode },
    ])
  expect(planned('missing_scope')).toEqual([])
  expect(planned('contract_changed')).toEqual([])
  expect(planned('invalid_key')).toEqual([{ stream: 'logs.COSTS', verdict: 'denied', cause: 'invalid_key' }])
  const basic = [
    { capability: 'chatgpt.logs.AUDIT_LOG', state: 'denied', resultCode: 'missing_scope' },
  ] as const
  expect(planStreams('incremental', 'metadata', basic).map(({ stream }) => stream)).toEqual([
    'logs.AUDIT_LOG',
    'logs.OTHER',
  ])
})

test('mode none does not fetch conversations, metadata does', () => {
  const named = (mode: 'none' | 'metadata') =>
    planStreams('incremental', mode, rows('granted', 'granted')).map(({ stream }) => stream)
  expect(named('none')).not.toContain('logs.CONVERSATION_MESSAGE')
  expect(named('metadata')).toContain('logs.CONVERSATION_MESSAGE')
})

test('a key check reads what keys hang on, beside a full run', () => {
  const plan = planStreams('key_check', 'none', rows('granted', 'granted'))
  expect(plan.map(({ stream }) => stream)).toContain('platform.project_keys')
  expect(plan.every(({ stream }) => STREAMS[stream].plane === 'platform')).toBe(true)
})

test('a run waits only when all of its streams under way do', () => {
  expect(stateOfRun(['completed', 'running', 'waiting_for_rate_limit'])).toBe('running')
  expect(stateOfRun(['completed', 'waiting_for_rate_limit', 'queued'])).toBe('waiting_for_rate_limit')
  expect(stateOfRun(['waiting_for_credentials', 'denied'])).toBe('waiting_for_credentials')
  expect(stateOfRun(['completed', 'queued'])).toBeNull()
})
