import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { daysAgo, NOW, userBundle } from './bundles.examples.ts'
import type { SignalReading } from './bundles.ts'
import { userInactive } from './user-inactive.ts'

const judge = userInactive.prepare({})

const log = (more: Partial<SignalReading> = {}): SignalReading => ({
  signal: 'AUTH_LOG',
  missing: null,
  lastAt: null,
  coveredFrom: daysAgo(30),
  ofOwnPlane: true,
  ...more,
})

const OLD: JsonObject = { role: 'reader', added_at: daysAgo(400), api_key_last_used_at: null }
const platform = (attributes: JsonObject, logs: readonly SignalReading[] = []) =>
  judge(userBundle('platform.user', attributes, logs), NOW)
const chatgpt = (attributes: JsonObject, logs: readonly SignalReading[] = []) =>
  judge(userBundle('chatgpt.user', { role: 'standard-user', status: 'active', ...attributes }, logs), NOW)

describe('a platform user', () => {
  test.each<[string, JsonObject, string]>([
    ['never used a key', OLD, 'fail'],
    ['used one 45 days ago', { ...OLD, api_key_last_used_at: daysAgo(45) }, 'pass'],
    ['used one longer ago', { ...OLD, api_key_last_used_at: daysAgo(45) - 1 }, 'fail'],
    ['is here for 45 days', { ...OLD, added_at: daysAgo(45) }, 'pass'],
    ['is a service account', { ...OLD, is_service_account: true }, 'skipped'],
    ['is disabled', { ...OLD, enabled: false }, 'skipped'],
    ['is disabled, told in the nested user', { ...OLD, user: { enabled: false } }, 'skipped'],
    ['is banned', { ...OLD, user: { enabled: true, banned: true } }, 'skipped'],
    ['joined nobody knows when', { api_key_last_used_at: null }, 'not_evaluated'],
  ])('%s: %s', (_, attributes, result) => {
    expect(platform(attributes).result).toBe(result)
  })

  test('without the field and without logs nothing is judged, and every missing signal is named', () => {
    const { api_key_last_used_at: _, ...silent } = OLD
    const denied = log({ signal: 'platform_audit', missing: 'audit logging is off' })
    expect(platform(silent, [denied])).toEqual({
      result: 'not_evaluated',
      reason: 'no_activity_signal',
      detail:
        'no signal can speak: platform_audit (audit logging is off), api_key_last_used_at (value absent upstream)',
    })
  })

  test('a sign of life in the other plane counts; its silence does not', () => {
    const { api_key_last_used_at: _, ...unknown } = OLD
    expect(platform(OLD, [log({ ofOwnPlane: false, lastAt: daysAgo(1) })])).toEqual({ result: 'pass' })
    expect(platform(unknown, [log({ ofOwnPlane: false })]).result).toBe('not_evaluated')
  })
})

describe('a ChatGPT user', () => {
  test('silent in a log that is read fails; the evidence says how far back that log reaches', () => {
    const readings = [
      log({ lastAt: daysAgo(60) }),
      log({ signal: 'conversations', missing: 'not read in collection mode none', coveredFrom: null }),
    ]
    expect(chatgpt({ created_at: daysAgo(400) }, readings)).toMatchObject({
      result: 'fail',
      evidence: {
        user_id: 'user-1',
        plane: 'chatgpt',
        role: 'standard-user',
        last_activity_at: '2026-09-23T00:00:00.000Z',
        last_activity_signal: 'AUTH_LOG',
        signals_missing: ['conversations'],
      },
      moving: {
        idle_days: 60,
        signals: [
          { signal: 'AUTH_LOG', coverage: 'short', covered_from: '2026-10-23T00:00:00.000Z' },
          { signal: 'conversations', coverage: 'missing', missing: 'not read in collection mode none' },
        ],
      },
    })
  })

  test('what an unreadable log once told still counts as a sign of life', () => {
    const readings = [log(), log({ signal: 'AUDIT_LOG', missing: 'denied', lastAt: daysAgo(2) })]
    expect(chatgpt({ created_at: daysAgo(400) }, readings)).toEqual({ result: 'pass' })
  })

  test('deactivated users are outside, newcomers pass, no signal at all is not evaluated', () => {
    expect(chatgpt({ created_at: daysAgo(400), status: 'inactive' }, [log()]).result).toBe('skipped')
    expect(chatgpt({ created_at: daysAgo(5) }, [log()]).result).toBe('pass')
    expect(chatgpt({ created_at: daysAgo(400) }).result).toBe('not_evaluated')
  })
})

test('silence is no finding while a log that may be read has not been read to its end once', () => {
  const sleeper = { created_at: daysAgo(400) }
  const unread = log({ signal: 'conversations', missing: 'not read to its end yet', pending: true })
  expect(chatgpt(sleeper, [log(), unread])).toEqual({
    result: 'not_evaluated',
    reason: 'stream_incomplete',
    detail: 'not read to the end yet, or not lately: conversations',
  })
  expect(chatgpt(sleeper, [log({ lastAt: daysAgo(1) }), unread]).result).toBe('pass')
  expect(chatgpt(sleeper, [log(), log({ ...unread, missing: null, pending: false })]).result).toBe('fail')
})

describe('requireFullCoverage', () => {
  const strict = userInactive.prepare({ requireFullCoverage: true })
  const silent = (logs: readonly SignalReading[]) =>
    strict(userBundle('chatgpt.user', { status: 'active', created_at: daysAgo(400) }, logs), NOW)

  test('30 of 45 days are too short', () => {
    expect(silent([log()])).toEqual({
      result: 'not_evaluated',
      reason: 'no_activity_signal',
      detail: 'coverage too short: 30 of 45 days',
    })
  })

  test('one signal that covers all of it is enough', () => {
    expect(silent([log(), log({ signal: 'AUDIT_LOG', coveredFrom: daysAgo(45) })]).result).toBe('fail')
  })
})
