import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accessCredentialCreated } from './access-credential-created.ts'
import { accessLoginBurst } from './access-login-burst.ts'
import { agentPublished } from './agent-published.ts'
import { appLinked } from './app-linked.ts'
import { NOW } from './bundles.examples.ts'
import { controlConversationsMassDeleted } from './control-conversations-mass-deleted.ts'
import type { JudgedEvent } from './event-rule.ts'
import { crowded, endedRuns } from './event-window.ts'
import { audited, happened, judgeEvent, partsOf, platformAudited } from './events.examples.ts'
import { gptOwnerChanged } from './gpt-owner-changed.ts'
import { identityPrivilegeEscalated } from './identity-privilege-escalated.ts'
import { shareConversationPublic } from './share-conversation-public.ts'

describe('power', () => {
  test('given to a member or a platform user is told of them', () => {
    expect(
      judgeEvent(
        identityPrivilegeEscalated,
        audited('USER_ROLE_UPDATED', { user_id: 'u1', new_role: 'account-admin' }),
      ),
    ).toMatchObject({ asset: { kind: 'chatgpt.user', externalId: 'u1' }, escalation: null })
    expect(
      judgeEvent(
        identityPrivilegeEscalated,
        platformAudited('user.updated', { id: 'u2', changes_requested: { role: 'owner' } }),
      ),
    ).toMatchObject({ asset: { kind: 'platform.user', externalId: 'u2' }, detail: { role: 'owner' } })
  })

  test('given to a machine is critical', () => {
    expect(
      judgeEvent(
        identityPrivilegeEscalated,
        platformAudited('service_account.created', { id: 'svc_1', data: { role: 'owner' } }),
      ),
    ).toMatchObject({ result: 'fail', escalation: { severity: 'critical' }, detail: { non_human: true } })
  })

  test('taken away, refused, or something else changed: no finding', () => {
    const verdicts = [
      audited('USER_ROLE_UPDATED', { user_id: 'u1', new_role: 'standard-user' }),
      audited('USER_ROLE_UPDATED', { user_id: 'u1', new_role: 'account-owner' }, 'BLOCKED'),
      platformAudited('user.updated', { id: 'u2', changes_requested: {} }),
      platformAudited('service_account.created', { id: 'svc_1', data: { role: 'member' } }),
    ].map((event) => judgeEvent(identityPrivilegeEscalated, event).result)
    expect(verdicts).toEqual(['pass', 'pass', 'pass', 'pass'])
  })

  test('a role that was not told is not judged', () => {
    expect(
      judgeEvent(identityPrivilegeEscalated, audited('USER_ROLE_UPDATED', { user_id: 'u1' })).result,
    ).toBe('not_evaluated')
  })
})

describe('credentials', () => {
  test.each([
    [['api.model.request'], 'pass'],
    [['api.model.request', 'api.management.write'], 'fail'],
    [['api.all'], 'fail'],
    [[], 'pass'],
  ])('a key with scopes %j: %s', (scopes, result) => {
    const event = platformAudited('api_key.created', { id: 'key_1', data: { scopes } })
    expect(judgeEvent(accessCredentialCreated, event).result).toBe(result)
  })

  test('an admin key has no description, and is told', () => {
    expect(
      judgeEvent(accessCredentialCreated, platformAudited('tenant.admin_api_key.created')),
    ).toMatchObject({
      result: 'fail',
      detail: { credential: 'admin key', credential_id: null },
    })
  })

  test('a personal access token is told with its kind and its end', () => {
    const event = audited('PERSONAL_ACCESS_TOKEN_CREATE', {
      credential_type: 'codex',
      credential_id: 'c1',
      expires_at: 1,
    })
    expect(judgeEvent(accessCredentialCreated, event)).toMatchObject({
      detail: { credential: 'codex', credential_id: 'c1', expires_at: 1 },
    })
  })
})

test('a GPT’s new owner, an app, an agent, a link: each is told of its thing', () => {
  expect(judgeEvent(gptOwnerChanged, audited('CUSTOM_GPT_CHANGE_OWNER', { id: 'g-1' }))).toMatchObject({
    asset: { kind: 'chatgpt.gpt', externalId: 'g-1' },
  })
  expect(judgeEvent(appLinked, happened('logs.APP_AUTH_LOG', 'link', { app_id: 'app_1' }))).toMatchObject({
    detail: { app_id: 'app_1' },
  })
  const published = happened('logs.CUSTOM_AGENTS_LOG', 'AGENT_PUBLISHED', {
    details: { agent_id: 'agent_1' },
  })
  expect(judgeEvent(agentPublished, published)).toMatchObject({ asset: { kind: 'chatgpt.agent' } })
  expect(judgeEvent(shareConversationPublic, audited('CONVERSATION_SHARE', {})).result).toBe('fail')
  expect(
    judgeEvent(shareConversationPublic, audited('CONVERSATION_SHARE', { already_exists: true })).result,
  ).toBe('pass')
})

const at = (deed: string, minute: number): JudgedEvent =>
  happened('logs.AUTH_LOG', deed, {}, { eventId: `${deed}-${minute}`, at: NOW + minute * 60 })
const wrong = (minute: number) => at('password_login_invalid_password', minute)
const right = (minute: number) => at('login_success', minute)
const burst = (events: readonly JudgedEvent[], parameters = {}) =>
  partsOf(accessLoginBurst, events, parameters).length

describe('a burst of sign-ins', () => {
  test('is five refused passwords and then one that was taken, all of them its parts', () => {
    expect(burst([wrong(0), wrong(1), wrong(2), wrong(3), wrong(4), right(5)])).toBe(6)
    expect(burst([wrong(0), wrong(1), wrong(2), wrong(3), right(5)])).toBe(0)
  })

  test('without a sign-in at its end nobody got in', () => {
    expect(burst([right(0), wrong(1), wrong(2), wrong(3), wrong(4), wrong(5), wrong(6)])).toBe(0)
  })

  test('a failure longer ago than the window is not part of it', () => {
    expect(burst([wrong(0), wrong(2), wrong(3), wrong(4), wrong(5), right(31)])).toBe(0)
    expect(burst([wrong(1), wrong(2), wrong(3), wrong(4), wrong(5), right(31)])).toBe(6)
  })

  test('two sign-ins after the same failures are parts, and no failure is named twice', () => {
    const events = [wrong(0), wrong(1), wrong(2), wrong(3), wrong(4), right(5), right(6), wrong(7), right(8)]
    const parts = partsOf(accessLoginBurst, events)
    expect(parts).toHaveLength(events.length)
    expect(new Set(parts).size).toBe(events.length)
  })

  test('the numbers are settings', () => {
    expect(burst([wrong(0), wrong(1), right(2)], { failures: 2 })).toBe(3)
    expect(() => accessLoginBurst.prepare({ failures: 0 })).toThrow()
  })
})

describe('deletions', () => {
  const gone = (no: number, minute: number, result = 'SUCCESS'): JudgedEvent => ({
    ...audited('CONVERSATION_DELETE', {}, result),
    eventId: `e${no}`,
    at: NOW + minute * 60,
  })
  const deleted = (events: readonly JudgedEvent[]) => partsOf(controlConversationsMassDeleted, events)

  test('many in an hour are told, and all of them counted; spread over a day they are not', () => {
    expect(deleted(Array.from({ length: 20 }, (_, no) => gone(no, no * 3)))).toHaveLength(20)
    expect(deleted(Array.from({ length: 20 }, (_, no) => gone(no, no * 4)))).toEqual([])
  })

  test('what was refused was not deleted', () => {
    expect(
      deleted(Array.from({ length: 20 }, (_, no) => gone(no, no, no === 7 ? 'BLOCKED' : 'SUCCESS'))),
    ).toEqual([])
  })

  test('are found as by looking at every window there is', () => {
    const window = { seconds: 600, least: 4 }
    const minutes = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 25 })
    fc.assert(
      fc.property(minutes, (list) => {
        const events = list.toSorted((a, b) => a - b).map((minute, no) => gone(no, minute))
        const expected = events.filter((event) =>
          events.some((first) => {
            const within = events.filter(({ at }) => at >= first.at && at - first.at <= window.seconds)
            return within.length >= window.least && within.includes(event)
          }),
        )
        expect(crowded(events, window)).toEqual(expected)
      }),
    )
  })

  test('a hundred thousand of them are looked at in no time to speak of', () => {
    const many = Array.from({ length: 100_000 }, (_, no) => gone(no, no / 1_000))
    expect(crowded(many, { seconds: 3_600, least: 20 })).toHaveLength(many.length)
    expect(
      endedRuns(many, ({ eventId }) => eventId.endsWith('7'), { seconds: 3_600, least: 5 }),
    ).toHaveLength(
      // Those after the last end belong to none.
      many.length - 2,
    )
  })
})
