import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accessCredentialCreated } from './access-credential-created.ts'
import { accessLoginBurst } from './access-login-burst.ts'
import { agentPublished } from './agent-published.ts'
import { appLinked } from './app-linked.ts'
import { NOW } from './bundles.examples.ts'
import { controlConversationsMassDeleted } from './control-conversations-mass-deleted.ts'
import type { JudgedEvent } from './event-rule.ts'
import { windowWith } from './event-window.ts'
import { audited, happened, judgeEvent, platformAudited } from './events.examples.ts'
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
const burst = (events: readonly JudgedEvent[]) =>
  events.filter((event) => judgeEvent(accessLoginBurst, event, events).result === 'fail').length

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

  test('the numbers are settings', () => {
    const events = [wrong(0), wrong(1), right(2)]
    expect(judgeEvent(accessLoginBurst, right(2), events, { failures: 2 }).result).toBe('fail')
    expect(() => accessLoginBurst.prepare({ failures: 0 })).toThrow()
  })
})

describe('deletions', () => {
  const gone = (no: number, minute: number): JudgedEvent => ({
    ...audited('CONVERSATION_DELETE'),
    eventId: `e${no}`,
    at: NOW + minute * 60,
  })

  test('many in an hour are told, and all of them counted; spread over a day they are not', () => {
    const quick = Array.from({ length: 20 }, (_, no) => gone(no, no * 3))
    const verdict = judgeEvent(controlConversationsMassDeleted, quick[7] as JudgedEvent, quick)
    expect(verdict.result === 'fail' && verdict.beside).toHaveLength(20)
    const slow = Array.from({ length: 20 }, (_, no) => gone(no, no * 4))
    for (const event of slow) {
      expect(judgeEvent(controlConversationsMassDeleted, event, slow).result).toBe('pass')
    }
  })

  test('what is counted in the end does not depend on the order in which it came', () => {
    const window = { seconds: 600, least: 4 }
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 })
    const counted = (order: readonly JudgedEvent[]): string[] => {
      const ids = new Set<string>()
      order.forEach((event, index) => {
        const known = order.slice(0, index + 1).toSorted((a, b) => a.at - b.at)
        for (const { eventId } of windowWith(event, known, window) ?? []) ids.add(eventId)
      })
      return [...ids].toSorted()
    }
    const orders = minutes.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    )
    fc.assert(
      fc.property(orders, ([list, shuffled]) => {
        const events = (order: readonly number[]) => order.map((minute) => gone(minute, minute))
        expect(counted(events(shuffled))).toEqual(counted(events(list.toSorted((a, b) => a - b))))
      }),
    )
  })
})
