import { describe, expect, test } from 'vitest'
import { CAPABILITIES, CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import type { Plane } from '../model/core/planes.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { STATE_RULE_IDS } from '../model/core/rule-ids.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES } from '../model/core/streams.ts'
import { CATALOGUE } from './catalogue/catalogue.ts'
import type { CapabilityStanding, IntegrationFacts } from './readiness.ts'
import { readinessOf } from './readiness.ts'

const capabilities = (standing: (plane: Plane) => CapabilityStanding) =>
  Object.fromEntries(CAPABILITIES.map((name) => [name, standing(CAPABILITY_FACTS[name].plane)]))

const GRANTED: CapabilityStanding = { state: 'granted', detail: '' }
const streams = (without: readonly StreamName[] = []) =>
  Object.fromEntries(
    STREAM_NAMES.filter((name) => !without.includes(name)).map((name) => [
      name,
      { completedAt: 1, coveredFrom: null },
    ]),
  )

const WHOLE: IntegrationFacts = {
  planes: { chatgpt: true, platform: true },
  mode: 'metadata',
  capabilities: capabilities(() => GRANTED),
  streams: streams(),
}

const only = (plane: Plane): IntegrationFacts => ({
  ...WHOLE,
  planes: { chatgpt: plane === 'chatgpt', platform: plane === 'platform' },
  capabilities: capabilities((of) => (of === plane ? GRANTED : { state: 'absent', detail: '' })),
})

const judged = (facts: IntegrationFacts): RuleId[] =>
  STATE_RULE_IDS.filter((id) => readinessOf(CATALOGUE[id], facts).obstacle === null)

test('with both planes read all judge, also in mode none', () => {
  expect(judged(WHOLE)).toEqual(STATE_RULE_IDS)
  expect(judged({ ...WHOLE, mode: 'none' })).toEqual(STATE_RULE_IDS)
})

test('the API platform alone judges exactly those that need no ChatGPT Enterprise', () => {
  const facts = only('platform')
  expect(judged(facts)).toEqual(STATE_RULE_IDS.filter((id) => !CATALOGUE[id].chatgptEnterpriseRequired))
  expect(judged(facts)).toHaveLength(27)
  expect(readinessOf(CATALOGUE['gpt.public_link'], facts).obstacle).toEqual({
    reason: 'needs_chatgpt_enterprise',
    detail: 'needs ChatGPT Enterprise (compliance key and workspace id)',
  })
  expect(readinessOf(CATALOGUE['user.inactive'], facts)).toMatchObject({
    kinds: ['platform.user'],
    leftOut: [{ kind: 'chatgpt.user', obstacle: { reason: 'needs_chatgpt_enterprise' } }],
  })
})

test('the ChatGPT workspace alone judges its GPTs, its users and agents, and our own sight', () => {
  const facts = only('chatgpt')
  expect(judged(facts)).toEqual([
    ...STATE_RULE_IDS.filter((id) => id.startsWith('gpt.')),
    'user.inactive',
    'user.dormant_admin',
    'user.admin_external_domain',
    'user.too_many_admins',
    'user.unusual_activity',
    'identity.left_but_active',
    'identity.not_in_directory',
    'nhi.orphaned',
    'nhi.woke_up',
    'collection.capability_lost',
    'collection.gap',
    'collection.backlog',
    'control.audit_log_silent',
  ])
  expect(readinessOf(CATALOGUE['key.admin_unused'], facts).obstacle).toEqual({
    reason: 'needs_api_platform',
    detail: 'needs API platform (admin key and organization id)',
  })
})

test('one key that fills both roles needs no second one', () => {
  expect(judged({ ...WHOLE, planes: { chatgpt: true, platform: false } })).toEqual(STATE_RULE_IDS)
})

describe('a plane that is connected', () => {
  test.each([
    ['denied', 'capability_denied'],
    ['awaiting', 'awaiting_access'],
  ] as const)('%s says so in the words of the connection test', (state, reason) => {
    const detail = 'the compliance key lacks the scope; ask for it'
    const facts = {
      ...WHOLE,
      capabilities: capabilities((plane) => (plane === 'chatgpt' ? { state, detail } : GRANTED)),
    }
    expect(readinessOf(CATALOGUE['gpt.public_store'], facts).obstacle).toEqual({ reason, detail })
    expect(readinessOf(CATALOGUE['user.inactive'], facts).kinds).toEqual(['platform.user'])
  })

  test('a stream that was never read to its end keeps its rules silent, and no others', () => {
    const facts = { ...WHOLE, streams: streams(['chatgpt.gpt_configs']) }
    expect(readinessOf(CATALOGUE['gpt.custom_actions'], facts).obstacle).toEqual({
      reason: 'stream_incomplete',
      detail: 'chatgpt.gpt_configs has not been read to its end yet',
    })
    expect(readinessOf(CATALOGUE['gpt.public_link'], facts).obstacle).toBeNull()
  })

  test('of two planes the connected one’s obstacle is the one that is said', () => {
    const facts = { ...only('chatgpt'), streams: {} }
    expect(readinessOf(CATALOGUE['user.inactive'], facts).obstacle?.reason).toBe('stream_incomplete')
  })
})
