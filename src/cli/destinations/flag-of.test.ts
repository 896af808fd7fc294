import { expect, test } from 'vitest'
import { KIND_SPECS } from '../../model/schema/destination-kinds.ts'
import { flagOf, flagOfNew } from './flag-of.ts'

test.each([
  ['/url', '--url-file'],
  ['/token', '--token-file'],
  ['/categories/0', '--category'],
  ['/settings/project', '--setting project=KEY'],
  ['/settings/close_status', '--setting close_status=VALUE'],
  ['/settings/kms_key', '--kms-id'],
  ['/settings/to/0', '--to'],
  ['/settings/digest', '--digest'],
  ['/settings/digest/weekday', '--digest'],
  ['/settings/digest/time_zone', '--digest-time-zone'],
  ['/settings', undefined],
  ['', undefined],
  ['/other', undefined],
])('what the API calls %s is %s', (pointer, flag) => expect(flagOf(pointer)).toBe(flag))

test('of a new one the URL is the URL, wherever it was given', () => {
  expect([flagOfNew('/url'), flagOfNew('/token')]).toEqual(['The URL', '--token-file'])
})

test('each setting of each kind is called by a flag', () => {
  const names = Object.values(KIND_SPECS).flatMap(({ settings }) => Object.keys(settings.shape))
  for (const name of names) expect(flagOf(`/settings/${name}`), name).toMatch(/^--/)
})
