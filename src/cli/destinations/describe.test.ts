import { expect, test } from 'vitest'
import { describeFilter, describeSettings, describeStanding } from './describe.ts'
import type { DestinationView } from './find.ts'

const NOW = new Date('2026-11-30T12:00:00Z')
const WELL = {
  disabled_at: null,
  disabled_reason: null,
  failing_since: null,
  failed_attempts: 0,
  throttled_until: null,
}
const standing = (part: object) => describeStanding({ ...WELL, ...part } as DestinationView, NOW)

test('how a webhook stands is told in a few words', () => {
  expect(standing({})).toBe('enabled')
  const failing = { failing_since: '2026-11-29T10:04:11Z', failed_attempts: 7 }
  expect(standing(failing)).toBe('failing since 2026-11-29 10:04, 7 attempts')
  expect(standing({ ...failing, failed_attempts: 1 })).toBe('failing since 2026-11-29 10:04, 1 attempt')
  expect(standing({ ...failing, disabled_at: '2026-11-30T10:00:00Z', disabled_reason: 'Gone.' })).toBe(
    'disabled: Gone.',
  )
  expect(standing({ throttled_until: '2026-11-30T12:30:00Z' })).toBe('waits until 2026-11-30 12:30')
  expect(standing({ throttled_until: '2026-11-30T11:30:00Z' })).toBe('enabled')
})

test('a webhook that asks for nothing special hears of all findings', () => {
  const none = { categories: null, rules: null, least_severity: null, owners: null, departments: null }
  expect(describeFilter(none as DestinationView)).toBe('all')
  const some = { ...none, categories: ['API keys'], least_severity: 'high', departments: ['Sales'] }
  expect(describeFilter(some as DestinationView)).toBe('API keys, from high, in Sales')
})

test('settings are a line each, and a digest is told by when it comes', () => {
  const digest = { weekday: 'monday', hour: 8, time_zone: 'Europe/Berlin' }
  const settings = { detail: 'counts', to: ['a@example.com'], digest, ca: 'PEM' }
  expect(describeSettings({ settings } as unknown as DestinationView)).toEqual([
    'detail:         counts',
    'to:             ["a@example.com"]',
    'digest:         monday 08:00 Europe/Berlin',
    'ca:             certificates of its own',
  ])
  expect(describeSettings({ settings: { digest: null } } as unknown as DestinationView)).toEqual([])
})
