import { describe, expect, test } from 'vitest'
import { asPersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { JudgedEvent } from '../event-rule.ts'
import { happened } from '../events.examples.ts'
import { compileEventExpression } from './compile.ts'
import type { Listening } from './event-deeds.ts'
import { LISTENED_STREAMS } from './event-deeds.ts'
import { detailOf, judgeEventByExpression } from './judge-event.ts'

const AUDIT = 'logs.AUDIT_LOG'
const ALL: Listening = Object.fromEntries(LISTENED_STREAMS.map((stream) => [stream, []]))
const ADA: JudgedEvent['actor'] = {
  ...{ kind: 'person', personId: asPersonId('p-ada'), address: 'ada@example.com' },
}

function judge(text: string, event: JudgedEvent, { listening = ALL, atLeast = 1 } = {}) {
  const compiled = compileEventExpression(listening, text)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problem))
  return judgeEventByExpression(compiled.program, event, atLeast)
}

const audited = (data: JsonObject, deed = 'WORKSPACE_TOGGLE_FEATURE', actor: JudgedEvent['actor'] = ADA) =>
  happened(AUDIT, deed, { action_result: 'SUCCESS', action_data: data }, { actor })

describe('what an expression is told', () => {
  test.each([
    ['event.stream == "logs.AUDIT_LOG" && event.type == "AUDIT_LOG"'],
    ['event.action == "WORKSPACE_TOGGLE_FEATURE" && event.data.action_result == "SUCCESS"'],
    ['event.actor.kind == "person" && event.actor.email == "ada@example.com"'],
    ['event.actor.domain == "example.com" && !has(event.actor.key)'],
    ['event.time % days(1) / 3600 >= 0 && event.time > 1700000000'],
    ['event.data.action_data.feature.startsWith("mem") && event.data.action_data.value'],
    ['!has(event.target) && !has(event.data.action_data.role)'],
    ['event.data.action_data.scopes.exists(s, s == "read")'],
  ])('%s', (text) => {
    const data = { feature: 'memory', value: true, scopes: ['read', 'write'] }
    expect(judge(text, audited(data)).result).toBe('fail')
  })

  test('a key and a system by its id; of whoever is unknown nothing', () => {
    const of = (actor: JudgedEvent['actor']) => audited({}, 'DOMAIN_CREATE', actor)
    expect(judge('event.actor.key == "sk-…"', of({ kind: 'api_key', key: 'sk-…' })).result).toBe('fail')
    expect(judge('has(event.actor.email)', of({ kind: 'unknown' })).result).toBe('pass')
    const nameless: JudgedEvent['actor'] = { kind: 'person', personId: asPersonId('p'), address: null }
    expect(judge('event.actor.domain != "example.com"', of(nameless))).toMatchObject({
      ...{ result: 'not_evaluated', reason: 'value_absent_upstream' },
      detail: expect.stringContaining('`domain`'),
    })
  })

  test('types of the platform are its deeds, and costs have fractions', () => {
    const event = happened('platform.audit_logs', 'user.added', { detail: { id: 'u-1' } })
    expect(judge('event.type == "user.added" && event.target.kind == "platform.user"', event).result).toBe(
      'fail',
    )
    const turn = happened('logs.CODEX_TURN', 'CODEX_TURN', { payload: { cost_usd: 0.75, credits: 3 } })
    expect(judge('event.data.payload.cost_usd > 0.5 && event.data.payload.credits == 3', turn).result).toBe(
      'fail',
    )
  })
})

describe('what it says', () => {
  test('of an event is read from it: nothing is worked out, which may take long where others wait', () => {
    const compiled = compileEventExpression(ALL, 'event.data.action_data.feature == "memory"')
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problem))
    const run = () => {
      throw new Error('it was worked out')
    }
    expect(detailOf({ ...compiled.program, run }, audited({ feature: 'canvas' }))).toEqual({
      action: 'WORKSPACE_TOGGLE_FEATURE',
      'data.action_data.feature': 'canvas',
    })
  })

  test('an occurrence names the thing and what was read of the record; who and from where stays in the event', () => {
    const event = happened(
      AUDIT,
      'CUSTOM_GPT_CHANGE_VISIBILITY',
      { action_data: { id: 'g-1', shared_to: 'public' }, request_metadata: { client_ip: '192.0.2.1' } },
      { actor: ADA },
    )
    const text =
      'event.data.action_data.shared_to == "public" && event.actor.email != "" && event.data.request_metadata.client_ip != ""'
    expect(judge(text, event)).toEqual({
      ...{ result: 'fail', escalation: null },
      asset: { kind: 'chatgpt.gpt', externalId: 'g-1' },
      detail: { action: 'CUSTOM_GPT_CHANGE_VISIBILITY', 'data.action_data.shared_to': 'public' },
    })
  })

  test('what cannot be worked out names its place, and no value', () => {
    const wrong = judge('event.data.action_data.feature > 3', audited({ feature: 'secret-word' }))
    expect(wrong).toMatchObject({ result: 'not_evaluated', reason: 'expression_error' })
    expect(JSON.stringify(wrong)).toContain('line 1, column 1')
    expect(JSON.stringify(wrong)).not.toContain('secret-word')
    expect(judge('event.data.action_data.feature', audited({ feature: 'x' }))).toMatchObject({
      reason: 'expression_error',
    })
  })

  test('what would take long on an event is not begun', () => {
    const scopes = Array.from({ length: 5_000 }, (_, no) => `scope-${no}`)
    const pairs =
      'event.data.action_data.scopes.exists(a, event.data.action_data.scopes.exists(b, a == b + "x"))'
    expect(() => judge(pairs, audited({ scopes }))).toThrow('added to numbers alone')
    const slow = 'event.data.action_data.scopes.all(a, event.data.action_data.scopes.exists(b, a != b))'
    expect(judge(slow, audited({ scopes }))).toMatchObject({
      ...{ result: 'not_evaluated', reason: 'expression_too_costly' },
    })
  })

  test('whoever is unknown is counted with nobody', () => {
    const event = audited({}, 'DOMAIN_CREATE', { kind: 'unknown' })
    expect(judge('true', event).result).toBe('fail')
    expect(judge('true', event, { atLeast: 2 })).toMatchObject({
      ...{ result: 'not_evaluated', reason: 'value_absent_upstream' },
    })
  })
})

test.each<[StreamName, string, JsonObject, string | null]>([
  [AUDIT, 'DELETE_GPT_FILE', { action_data: { gpt_id: 'g-1', file_id: 'f' } }, 'chatgpt.gpt g-1'],
  [AUDIT, 'PROJECT_UPDATE_SHARING', { action_data: { id: 'p-1' } }, 'chatgpt.project p-1'],
  [AUDIT, 'USER_ROLE_UPDATED', { action_data: { user_id: 'u-1' } }, 'chatgpt.user u-1'],
  [AUDIT, 'DOMAIN_CREATE', { action_data: { id: 'd-1' } }, null],
  [AUDIT, 'DOMAIN_CREATE', { action_data: 'text' }, null],
  ['logs.CUSTOM_AGENTS_LOG', 'AGENT_DELETED', { details: { agent_id: 'a-1' } }, 'chatgpt.agent a-1'],
  [
    'platform.audit_logs',
    'api_key.created',
    { detail: { id: 'k' }, project: { id: 'p' } },
    'platform.project_key p/k',
  ],
  ['platform.audit_logs', 'api_key.deleted', { detail: { id: 'k' }, project: null }, 'platform.admin_key k'],
  ['platform.audit_logs', 'service_account.created', { detail: { id: 's' } }, null],
  ['platform.audit_logs', 'login.failed', {}, null],
  ['logs.AUTH_LOG', 'login_success', {}, null],
])('%s %s is about %j: %s', (stream, deed, attributes, target) => {
  const verdict = judge('true', happened(stream, deed, attributes))
  const asset = verdict.result === 'fail' ? verdict.asset : null
  expect(asset && `${asset.kind} ${asset.externalId}`).toBe(target)
})
