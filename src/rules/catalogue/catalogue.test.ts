import { describe, expect, test } from 'vitest'
import { TENANT_KINDS } from '../../model/core/assets.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { RuleId } from '../../model/core/rule-ids.ts'
import { isEventRule, isStateRule, RULE_IDS } from '../../model/core/rule-ids.ts'
import { TOLD_BY_SETTINGS } from '../../model/core/setting-changes.ts'
import { severityRank } from '../../model/core/severity.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { STREAMS } from '../../model/core/streams.ts'
import { KINDS_OF_SUBJECT } from '../bundles.ts'
import { describeRules } from '../describe.ts'
import { EVENT_RULES } from '../event-registry.ts'
import { RULES } from '../registry.ts'
import { CATALOGUE } from './catalogue.ts'
import { CATEGORIES, TEXT_AT_MOST, TITLE_AT_MOST } from './entry.ts'

/** As Cloudflare CASB publishes them. */
const PUBLISHED = [
  [
    'gpt.custom_actions',
    'OpenAI: GPT with Custom Actions enabled',
    'GPT capability',
    'yes',
    'high',
    '5a2995f5-0cc1-4af3-9045-cdf7e6601f7b',
  ],
  [
    'gpt.code_interpreter',
    'OpenAI: GPT with Code Interpreter enabled',
    'GPT capability',
    'yes',
    'medium',
    'd368036a-be90-49f0-b7da-5092a3f8beb4',
  ],
  [
    'gpt.web_browsing',
    'OpenAI: GPT with web browsing enabled',
    'GPT capability',
    'yes',
    'medium',
    '3af14358-5ff2-4502-921e-7ffd9a310093',
  ],
  [
    'gpt.public_store',
    'OpenAI: GPT publicly accessible via GPT Store',
    'GPT exposure',
    'yes',
    'high',
    'c69adfa6-2362-4939-86ec-49ff34093cfd',
  ],
  [
    'gpt.public_link',
    'OpenAI: GPT publicly accessible via public link',
    'GPT exposure',
    'yes',
    'high',
    'de460c9f-55c0-4131-9cdf-e4c3b84f9549',
  ],
  [
    'key.admin_not_rotated',
    'OpenAI: Admin API key not rotated',
    'API keys',
    'no',
    'high',
    'b72e971d-f5b9-4cf3-96f4-ef82bdf38453',
  ],
  [
    'key.project_not_rotated',
    'OpenAI: Project API key not rotated',
    'API keys',
    'no',
    'high',
    '2c079fe8-6188-43e1-a2e5-d0e2dd8c7686',
  ],
  [
    'key.admin_unused',
    'OpenAI: Unused admin API key',
    'API keys',
    'no',
    'medium',
    '49c75a36-1e64-437b-98a1-e54ec35d0a64',
  ],
  [
    'key.project_unused',
    'OpenAI: Unused project API key',
    'API keys',
    'no',
    'medium',
    'c8fd231b-de51-43cc-8c3f-e1e57114c5f5',
  ],
  [
    'invite.high_privilege',
    'OpenAI: High-privilege invite',
    'Users and invites',
    'no',
    'high',
    '776ceb93-fa9a-4ca0-83db-668a67c09936',
  ],
  [
    'user.inactive',
    'OpenAI: Inactive user',
    'Users and invites',
    'no',
    'medium',
    '20ab9ddb-fd48-46a8-9fdf-9bb9b9061f21',
  ],
  [
    'invite.stale',
    'OpenAI: Stale pending invite',
    'Users and invites',
    'no',
    'low',
    '18fd5b21-8489-485e-9c93-0bd4a696e724',
  ],
  [
    'dlp.conversation_file',
    'OpenAI: File in ChatGPT Conversation with DLP Profile match',
    'DLP',
    'yes',
    'high',
    '9aca654d-b331-4052-a5b4-2ceecced8676',
  ],
  [
    'dlp.gpt_file',
    'OpenAI: File in ChatGPT GPT with DLP Profile match',
    'DLP',
    'yes',
    'high',
    '520200f5-7dcc-42c9-bc3c-423019159d45',
  ],
  [
    'dlp.project_file',
    'OpenAI: File in ChatGPT Project with DLP Profile match',
    'DLP',
    'no',
    'high',
    '8e46ec69-e5c1-4f53-ab00-a92f2050ec33',
  ],
] as const

/** What a rule does where nobody has set anything. Rules that judge by presence have no settings. */
const DEFAULTS: { readonly [Id in RuleId]?: JsonObject } = {
  'control.audit_log_silent': { silentHours: 24 },
  'gpt.custom_actions': { allowedHosts: [], approvedGpts: [] },
  'gpt.code_interpreter': { approvedGpts: [] },
  'gpt.web_browsing': { approvedGpts: [] },
  'gpt.risky_combination': { approvedGpts: [] },
  'gpt.action_insecure': { approvedGpts: [] },
  'gpt.action_broad': { approvedGpts: [], maxOperations: 20, maxHosts: 1 },
  'gpt.public_store': { approvedGpts: [] },
  'gpt.public_link': { approvedGpts: [] },
  'gpt.audience_too_wide': {
    approvedGpts: [],
    customActions: 'invite-only',
    codeWithFiles: 'workspace',
    anything: 'workspace',
  },
  'gpt.broad_internal_link': { approvedGpts: [] },
  'key.admin_not_rotated': { maxAgeDays: 90 },
  'key.project_not_rotated': { maxAgeDays: 90 },
  'key.admin_unused': { maxIdleDays: 90 },
  'key.project_unused': { maxIdleDays: 90 },
  'user.inactive': { maxIdleDays: 45, requireFullCoverage: false },
  'user.dormant_admin': { maxIdleDays: 30, requireFullCoverage: false },
  'user.too_many_admins': { maxAdmins: 5, maxPercent: 5 },
  'invite.stale': { maxPendingDays: 7 },
  'nhi.woke_up': { silentDays: 30, toldForDays: 90 },
  'user.unusual_activity': { minScore: 6, minCount: 100, minHistoryDays: 14, toldForDays: 90 },
  'identity.left_but_active': { graceDays: 0 },
  'collection.gap': { toldForDays: 90 },
  'collection.backlog': { behindHours: 24 },
  'control.conversations_mass_deleted': { deletions: 20, withinMinutes: 60 },
  'access.login_burst': { failures: 5, withinMinutes: 30 },
}

/** Streams that tell a rule more where they may be read, and that it does not stand on. */
const BESIDE: { readonly [Id in RuleId]?: readonly StreamName[] } = {
  'org.data_retention_changed': ['platform.audit_logs'],
}

test.each(PUBLISHED)('%s is as published', (id, name, category, enterprise, severity, findingTypeId) => {
  expect(CATALOGUE[id]).toMatchObject({
    id,
    cloudflareName: name,
    category,
    chatgptEnterpriseRequired: enterprise === 'yes',
    severity,
    cloudflareFindingTypeId: findingTypeId,
  })
})

test('the published ones are the fifteen; those of files come with a DLP profile, and nothing else does', () => {
  const published = RULE_IDS.filter((id) => CATALOGUE[id].cloudflareFindingTypeId !== null)
  expect(published.toSorted()).toEqual(PUBLISHED.map(([id]) => id).toSorted())
  const withProfile = RULE_IDS.filter((id) => CATALOGUE[id].comesWith === 'dlp_profile')
  expect(withProfile).toEqual(['dlp.conversation_file', 'dlp.gpt_file', 'dlp.project_file'])
})

test('every rule is described once, in the order people read: category, then severity', () => {
  const described = describeRules()
  expect(described.map(({ id }) => id).toSorted()).toEqual([...RULE_IDS].toSorted())
  const places = described.map(({ category, severity }) => [
    CATEGORIES.indexOf(category),
    -severityRank(severity),
  ])
  expect(places).toEqual(places.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d))
})

describe.each(RULE_IDS)('%s', (id) => {
  const entry = CATALOGUE[id]

  test('keeps the lengths, and says why and how', () => {
    expect(entry.title.length).toBeLessThanOrEqual(TITLE_AT_MOST)
    for (const text of [entry.description, entry.risk]) {
      expect(text.length).toBeGreaterThan(0)
      expect(text.length).toBeLessThanOrEqual(TEXT_AT_MOST)
    }
    expect(entry.remediation.why).not.toBe('')
    const links = entry.remediation.steps.flatMap(({ url }) => url ?? [])
    expect(links.length).toBeGreaterThan(0)
    for (const url of [...links, ...entry.references.map((reference) => reference.url)]) {
      expect(new URL(url).protocol).toBe('https:')
    }
  })

  test('is mapped to frameworks, each with at least one entry', () => {
    const mapped = Object.values(entry.frameworks)
    expect(mapped.length).toBeGreaterThan(0)
    for (const ids of mapped) expect(ids.length).toBeGreaterThan(0)
  })

  if (isStateRule(id)) {
    test('is registered under its own id and stands on streams that bring what it judges', () => {
      const rule = RULES[id]
      expect(rule.id).toBe(id)
      const kinds: readonly string[] = rule.subjects.flatMap((subject) => [...KINDS_OF_SUBJECT[subject]])
      const needed = Object.entries(entry.needs)
      expect(needed.length).toBeGreaterThan(0)
      for (const [kind, streams] of needed) {
        expect(kinds).toContain(kind)
        if ((TENANT_KINDS as readonly string[]).includes(kind)) continue
        const brought = streams.map((stream) => {
          const { records } = STREAMS[stream]
          return records.type === 'asset' ? records.kind : records.type
        })
        expect(brought).toContain(kind)
      }
    })
  }

  if (isEventRule(id)) {
    test('judges deeds of the streams that it stands on, and of no others', () => {
      const rule = EVENT_RULES[id]
      expect(rule.id).toBe(id)
      expect(entry.kind).toBe('event')
      const needed = Object.entries(entry.needs)
      for (const [kind] of needed) expect(['chatgpt.workspace', 'platform.organization']).toContain(kind)
      const streams = needed.flatMap(([, names]) => names)
      const beside = BESIDE[id] ?? []
      expect(Object.keys(rule.deeds).toSorted()).toEqual([...streams, ...beside].toSorted())
      for (const stream of [...streams, ...beside]) {
        expect(STREAMS[stream].records.type === 'event' || TOLD_BY_SETTINGS.includes(stream)).toBe(true)
        expect(rule.deeds[stream]?.length).toBeGreaterThan(0)
      }
    })
  }

  test('has its defaults, and a schema of its settings with units', () => {
    const described = describeRules().find((rule) => rule.id === id)
    expect(described?.defaultParameters).toEqual(DEFAULTS[id] ?? {})
    for (const property of Object.values(Object(described?.parametersSchema.properties))) {
      expect(property).toMatchObject({ unit: expect.any(String), description: expect.any(String) })
    }
  })
})
