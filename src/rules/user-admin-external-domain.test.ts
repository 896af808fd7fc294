import { expect, test } from 'vitest'
import { userBundle } from './bundles.examples.ts'
import { userAdminExternalDomain } from './user-admin-external-domain.ts'

const judge = userAdminExternalDomain.prepare({})
const owner = (emailDomain: string | null, ownDomains: readonly string[] = ['Example.com']) =>
  userBundle('platform.user', { role: 'owner' }, [], { emailDomain, ownDomains })

test('letter case is no border; another domain is, also one below', () => {
  expect(judge(owner('example.com'), 0).result).toBe('pass')
  expect(judge(owner('contractor.example.net'), 0)).toMatchObject({
    result: 'fail',
    evidence: { email_domain: 'contractor.example.net', role: 'owner', plane: 'platform' },
  })
  expect(judge(owner('mail.example.com'), 0).result).toBe('fail')
})

test('without own domains everybody would be a stranger: nobody is judged', () => {
  expect(judge(owner('contractor.example.net', []), 0)).toMatchObject({
    result: 'not_evaluated',
    reason: 'setting_missing',
  })
})

test('without an address nothing is said', () => {
  expect(judge(owner(null), 0).result).toBe('not_evaluated')
})

test('the rule speaks of admins who can get in', () => {
  const stranger = { emailDomain: 'evil.example', ownDomains: ['example.com'] }
  expect(judge(userBundle('platform.user', { role: 'reader' }, [], stranger), 0).result).toBe('skipped')
  expect(judge(userBundle('platform.user', { role: 'owner', banned: true }, [], stranger), 0).result).toBe(
    'skipped',
  )
  expect(judge(userBundle('chatgpt.user', { role: 'account-owner' }, [], stranger), 0)).toMatchObject({
    result: 'fail',
    evidence: { plane: 'chatgpt' },
  })
})

test('a role that nobody has described is not taken for ordinary, and its text goes nowhere', () => {
  expect(judge(userBundle('platform.user', { role: 'super-owner' }), 0)).toEqual({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
    detail: 'OpenAI sent a role that nobody has described',
  })
})
