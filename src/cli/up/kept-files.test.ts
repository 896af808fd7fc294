import { expect, test } from 'vitest'
import type { AskedTenant } from './kept-files.ts'
import { DEMO_SIZES, refuseOther } from './kept-files.ts'

const KEPT = { ...DEMO_SIZES, epoch: '2026-11-10T12:00:00Z', scenario: 'clean', recordings: null }
const ask = (asked: Partial<AskedTenant>) => () =>
  refuseOther(KEPT, { sizes: {}, scenario: undefined, recordings: undefined, ...asked }, '/data')

test('a folder goes on with its own tenant, asked for or not', () => {
  expect(ask({})).not.toThrow()
  expect(ask({ scenario: 'clean', sizes: { users: DEMO_SIZES.users } })).not.toThrow()
})

test('a folder holds one tenant: another size or scenario is refused by name', () => {
  expect(ask({ sizes: { users: 13 } })).toThrow('users 500, not 13')
  expect(ask({ scenario: 'demo' })).toThrow('scenario clean, not demo')
  expect(ask({ scenario: 'gpt.public_link' })).toThrow(/scenario clean, not gpt\.public_link/)
})
