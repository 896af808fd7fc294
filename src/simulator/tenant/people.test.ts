import { expect, test } from 'vitest'
import { resolveOptions } from '../options.ts'
import { gptPlan } from './gpts.ts'
import { invite, inviteCount } from './invites.ts'
import { adminKey, adminKeyCount, projectKey, projectKeyCount } from './keys.ts'
import { chatgptUser, person } from './people.ts'
import { isArchived } from './platform-projects.ts'
import { platformUser, platformUserCount } from './platform-users.ts'
import { platformPersonIndex, platformPosition } from './population.ts'
import { activePerson, isDeactivated, isDormant } from './standing.ts'
import { makeTenant, OWN_DOMAINS } from './tenant.ts'

const SMALL = makeTenant(
  resolveOptions({ seed: 9, epoch: '2026-11-01T00:00:00Z', users: 12, gpts: 8, projects: 3, days: 1 }),
)
const LARGE = makeTenant(resolveOptions({ seed: 9, epoch: '2026-11-01T00:00:00Z', users: 5000 }))
const EPOCH = SMALL.epoch / 1_000_000
const days = (seconds: number) => (EPOCH - seconds) / 86_400

function all<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

test('the same options give the same people, another seed gives others', () => {
  const again = makeTenant(
    resolveOptions({ seed: 9, epoch: '2026-11-01T00:00:00Z', users: 12, gpts: 8, projects: 3 }),
  )
  const other = makeTenant(resolveOptions({ seed: 10, epoch: '2026-11-01T00:00:00Z', users: 12 }))
  expect(all(12, (i) => chatgptUser(again, i))).toEqual(all(12, (i) => chatgptUser(SMALL, i)))
  expect(other.organizationId).not.toBe(SMALL.organizationId)
  expect(person(other, 0).id).not.toBe(person(SMALL, 0).id)
})

test('every person has an e-mail address of their own', () => {
  const addresses = all(5000, (i) => person(LARGE, i).email.toLowerCase())
  expect(new Set(addresses).size).toBe(5000)
})

test('positions on the platform and person numbers convert both ways', () => {
  for (let position = 0; position < platformUserCount(LARGE); position++) {
    const index = platformPersonIndex(LARGE, position) as number
    expect(platformPosition(LARGE, index)).toBe(position)
  }
  expect(platformPersonIndex(LARGE, platformUserCount(LARGE))).toBeUndefined()
})

test('some people share an address across both planes, some are on one alone', () => {
  const platform = new Set(all(platformUserCount(SMALL), (i) => platformUser(SMALL, i).email))
  const chatgpt = all(12, (i) => chatgptUser(SMALL, i).email)
  expect(chatgpt.some((email) => platform.has(email))).toBe(true)
  expect(chatgpt.some((email) => !platform.has(email))).toBe(true)
  expect([...platform].some((email) => !chatgpt.includes(email))).toBe(true)
})

test('active people are never the dormant or the deactivated', () => {
  for (let i = 0; i < 200; i++) {
    const index = activePerson(SMALL, i)
    expect(isDormant(SMALL, index) || isDeactivated(SMALL, index)).toBe(false)
  }
})

test('twelve people hold inactive and active users on both planes, and a deactivated one', () => {
  const platform = all(platformUserCount(SMALL), (i) => platformUser(SMALL, i))
  expect(platform.some((user) => user.is_service_account === true)).toBe(true)
  const silent = (used: unknown) => used === null || days(Number(used)) > 45
  expect(platform.some((user) => silent(user.api_key_last_used_at))).toBe(true)
  expect(platform.some((user) => days(user.api_key_last_used_at as number) < 30)).toBe(true)
  expect(all(12, (i) => chatgptUser(SMALL, i)).some((user) => user.status === 'inactive')).toBe(true)
  expect(all(12, (index) => isDormant(SMALL, index)).filter(Boolean).length).toBeGreaterThan(0)
})

test('keys of both kinds are rotated and not, used and not, and some were never used', () => {
  const live = all(3, (p) => p).filter((p) => !isArchived(SMALL, p))
  const keysByKind = [
    all(adminKeyCount(SMALL), (k) => adminKey(SMALL, k)),
    live.flatMap((p) => all(projectKeyCount(SMALL, p), (k) => projectKey(SMALL, p, k))),
  ]
  for (const keys of keysByKind) {
    expect(keys.some((key) => days(key.created_at) > 90)).toBe(true)
    expect(keys.some((key) => days(key.created_at) < 90)).toBe(true)
    expect(keys.some((key) => key.last_used_at === null && days(key.created_at) > 90)).toBe(true)
    expect(keys.some((key) => key.last_used_at === null && days(key.created_at) < 10)).toBe(true)
    expect(keys.some((key) => key.last_used_at !== null && days(key.last_used_at) > 90)).toBe(true)
    expect(keys.some((key) => key.last_used_at !== null && days(key.last_used_at) < 10)).toBe(true)
  }
})

test('invites: privileged inside and outside our domains, project owners, stale, and expired but pending', () => {
  const pending = all(inviteCount(SMALL), (i) => invite(SMALL, i)).filter(
    ({ status }) => status === 'pending',
  )
  const own = (email: string) => OWN_DOMAINS.some((domain) => email.endsWith(`@${domain}`))
  const open = pending.filter(({ expires_at }) => expires_at === null || expires_at > EPOCH)
  expect(open.some(({ role, email }) => role === 'owner' && own(email))).toBe(true)
  expect(open.some(({ role, email }) => role === 'owner' && !own(email))).toBe(true)
  expect(
    open.some(
      ({ role, projects }) => role === 'reader' && projects.some((project) => project.role === 'owner'),
    ),
  ).toBe(true)
  expect(pending.some(({ created_at }) => days(created_at) > 7)).toBe(true)
  expect(pending.some(({ created_at, role }) => days(created_at) < 7 && role === 'reader')).toBe(true)
  expect(pending.some(({ expires_at }) => expires_at !== null && expires_at < EPOCH)).toBe(true)
})

test('eight GPTs hold every GPT rule, its escalation and its pass', () => {
  const plans = all(8, (g) => gptPlan(SMALL, g))
  const shared = (name: string) => plans.filter(({ visibility }) => visibility === name)
  expect(shared('gpt-store').some(({ files, actions }) => files > 0 && actions.length > 0)).toBe(true)
  expect(
    shared('anyone-with-link').some(({ actions }) =>
      actions.some(({ auth, methods }) => auth === 'none' && methods.includes('post')),
    ),
  ).toBe(true)
  expect(shared('anyone-with-link').some(({ actions }) => actions.length === 0)).toBe(true)
  expect(
    shared('workspace').some(({ tools, files }) => tools.includes('code_interpreter') && files > 0),
  ).toBe(true)
  expect(shared('workspace-with-link').length).toBeGreaterThan(0)
  expect(plans.some(({ tools, files }) => tools.includes('browser') && files > 0)).toBe(true)
  expect(
    plans.some(
      ({ tools, actions, visibility }) =>
        visibility === 'invite-only' && actions.length === 0 && tools.every((tool) => tool === 'dall-e'),
    ),
  ).toBe(true)
})
