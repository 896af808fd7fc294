import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluateRules } from '../../src/activities/evaluate-rules.ts'
import type { Database } from '../../src/db/client.ts'
import {
  countFindings,
  getFinding,
  listFindingEvents,
  listFindings,
} from '../../src/db/findings/list-findings.ts'
import { listRuleResults } from '../../src/db/rule-results/rule-results.ts'
import { putRuleSetting } from '../../src/db/rule-settings/rule-settings.ts'
import type { IntegrationId, RunId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import { plantActivity, plantAsset, plantIntegration, plantPerson } from '../support/plant.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const daysAgo = (days: number): number => NOW.getTime() / 1_000 - days * 86_400
const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000)

let fresh: FreshDatabase
let database: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  database = fresh.database
})

afterAll(() => fresh.drop())

interface Options {
  readonly now?: Date
  readonly runId?: RunId
  readonly ruleIds?: readonly RuleId[]
  readonly chunk?: number
}

const evaluate = (integrationId: IntegrationId, options: Options = {}) =>
  evaluateRules(
    { sql: database.sql, db: database.drizzle, now: () => options.now ?? NOW, chunk: options.chunk ?? 1_000 },
    {
      integrationId,
      runId: options.runId ?? asRunId(randomUUIDv7()),
      runNo: asRunNo(1),
      ruleIds: options.ruleIds ?? RULE_IDS,
    },
  )

const findingsOf = (integrationId: IntegrationId, ...ruleIds: RuleId[]) =>
  listFindings(
    database.drizzle,
    ALL_INTEGRATIONS,
    { integrationIds: [integrationId], ruleIds },
    { limit: 1_000 },
  )

const resultsOf = async (integrationId: IntegrationId) =>
  new Map(
    (await listRuleResults(database.drizzle, ALL_INTEGRATIONS, integrationId)).map((row) => [
      row.ruleId,
      row,
    ]),
  )

const historyOf = async (integrationId: IntegrationId, ruleId: RuleId): Promise<string[]> => {
  const [finding] = await findingsOf(integrationId, ruleId)
  if (!finding) return []
  const events = await listFindingEvents(database.drizzle, finding.id, { limit: 100 })
  return events.map(({ kind }) => kind).reverse()
}

/** One failing thing for every rule. */
async function plantTrouble(integrationId: IntegrationId): Promise<void> {
  const { sql } = database
  const owner = await plantPerson(sql, integrationId, 'user:u-owner', 'owner@example.com')
  const stranger = await plantPerson(sql, integrationId, 'email:x@evil.example', 'X@Evil.example')
  const action = {
    type: 'custom_action',
    action_domain: 'hooks.example.net',
    auth_type: 'none',
    methods: ['post'],
  }
  const tools = [action, { type: 'code_interpreter' }, { type: 'browser' }]
  const plant = (...[asset]: [Parameters<typeof plantAsset>[2]]) => plantAsset(sql, integrationId, asset)
  await plant({
    kind: 'chatgpt.gpt',
    externalId: 'g-store',
    attributes: { name: 'Expert', sharing: { visibility: 'gpt-store' }, latest_config: { id: 'c2' } },
    people: { owner },
  })
  await plant({
    kind: 'chatgpt.gpt_config',
    externalId: 'g-store/c1',
    attributes: { name: 'Expert', created_at: daysAgo(1), tools: [], files: [] },
  })
  await plant({
    kind: 'chatgpt.gpt_config',
    externalId: 'g-store/c2',
    attributes: { name: 'Expert', created_at: daysAgo(2), tools, files: [{ id: 'file-1' }] },
  })
  await plant({
    kind: 'chatgpt.gpt',
    externalId: 'g-link',
    attributes: { sharing: { visibility: 'anyone-with-link' } },
  })
  await plant({
    kind: 'chatgpt.gpt_config',
    externalId: 'g-link/c1',
    attributes: { created_at: daysAgo(9), tools: [{ type: 'browser' }] },
  })
  await plant({
    kind: 'chatgpt.gpt_config',
    externalId: 'g-link/c2',
    attributes: { created_at: daysAgo(1), tools: [] },
  })
  await plant({
    kind: 'platform.project',
    externalId: 'proj_1',
    attributes: { name: 'Prod', status: 'active' },
  })
  await plant({ kind: 'platform.project', externalId: 'proj_2', attributes: { status: 'archived' } })
  const oldKey = { created_at: daysAgo(200), last_used_at: null, redacted_value: 'sk-proj-…zzzz' }
  for (const project of ['proj_1', 'proj_2']) {
    await plant({ kind: 'platform.project_key', externalId: `${project}/key_P1`, attributes: oldKey })
  }
  await plant({
    kind: 'platform.admin_key',
    externalId: 'key_A1',
    attributes: { ...oldKey, redacted_value: 'sk-admin-…a1b2', owner_type: 'user', owner_id: 'u-owner' },
  })
  await plant({ kind: 'platform.admin_key', externalId: 'key_P1', attributes: oldKey })
  await plant({
    kind: 'platform.invite',
    externalId: 'invite-1',
    attributes: { role: 'owner', status: 'pending', created_at: daysAgo(30) },
    people: { invitee: stranger },
  })
  await plant({
    kind: 'platform.user',
    externalId: 'u-owner',
    attributes: { role: 'owner', added_at: daysAgo(400), api_key_last_used_at: null, enabled: true },
    people: { self: owner },
  })
}

describe('all twelve rules', () => {
  test('each has its findings, with effective severities and denominators', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantTrouble(integrationId)
    const counts = await evaluate(integrationId)
    const findings = await findingsOf(integrationId)
    expect(new Set(findings.map(({ ruleId }) => ruleId))).toEqual(new Set(RULE_IDS))
    expect(counts).toMatchObject({ opened: findings.length, resolved: 0 })
    const severities = Object.fromEntries(findings.map((row) => [row.ruleId, row.effectiveSeverity]))
    expect(severities).toMatchObject({
      'gpt.custom_actions': 'critical',
      'gpt.code_interpreter': 'high',
      'gpt.web_browsing': 'high',
      'gpt.public_store': 'critical',
      'gpt.public_link': 'high',
      'invite.high_privilege': 'critical',
      'invite.stale': 'low',
      'user.inactive': 'medium',
    })
    const results = await resultsOf(integrationId)
    expect(results.get('gpt.custom_actions')).toMatchObject({ passed: 1, failed: 1, reason: null })
    expect(results.get('key.project_unused')).toMatchObject({
      failed: 1,
      assetReasons: { 'skipped:project_archived': 1 },
    })
    expect(results.get('key.admin_unused')).toMatchObject({
      failed: 1,
      assetReasons: { 'skipped:is_project_key': 1 },
    })
  })

  test('with escalation off each has exactly its published severity', async () => {
    const integrationId = await plantIntegration(database.sql)
    await database.sql`update integrations set severity_escalation = 'off' where id = ${integrationId}`
    await plantTrouble(integrationId)
    await evaluate(integrationId)
    for (const finding of await findingsOf(integrationId)) {
      const { severity, cloudflareFindingTypeId, category } = CATALOGUE[finding.ruleId]
      expect(finding).toMatchObject({
        severity,
        effectiveSeverity: severity,
        severityReason: null,
        findingTypeId: cloudflareFindingTypeId,
        category,
      })
    }
  })

  test('the configuration judged is the live one, and the finding says which by id and hash', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantTrouble(integrationId)
    await evaluate(integrationId)
    const [finding] = await findingsOf(integrationId, 'gpt.web_browsing')
    expect(finding?.evidence).toMatchObject({
      gpt_id: 'g-store',
      configuration_id: 'g-store/c2',
      name: 'Expert',
    })
    expect(finding?.judged).toMatchObject({
      assets: [{ external_id: 'g-store' }, { external_id: 'g-store/c2', content_hash: expect.any(String) }],
    })
    expect(JSON.stringify(await findingsOf(integrationId))).not.toContain('@')
  })

  test('walked one asset at a time, the findings are the same', async () => {
    const [one, other] = [await plantIntegration(database.sql), await plantIntegration(database.sql)]
    for (const integrationId of [one, other]) await plantTrouble(integrationId)
    await evaluate(one)
    await evaluate(other, { chunk: 1 })
    const shape = async (id: IntegrationId) =>
      (await findingsOf(id)).map((row) => `${row.ruleId} ${row.assetExternalId}`).sort()
    expect(await shape(other)).toEqual(await shape(one))
    expect((await resultsOf(other)).get('gpt.public_link')).toMatchObject({ passed: 1, failed: 1 })
  })
})

describe('one plane alone', () => {
  test('the API platform judges seven rules, the five others say what they need', async () => {
    const integrationId = await plantIntegration(database.sql, ['platform'])
    await plantTrouble(integrationId)
    await evaluate(integrationId)
    const results = await resultsOf(integrationId)
    const judged = RULE_IDS.filter((id) => results.get(id)?.reason === null)
    expect(judged).toEqual(RULE_IDS.filter((id) => !CATALOGUE[id].chatgptEnterpriseRequired))
    expect(results.get('gpt.public_store')).toMatchObject({
      passed: 0,
      failed: 0,
      reason: 'needs_chatgpt_enterprise',
      reasonDetail: 'needs ChatGPT Enterprise (compliance key and workspace id)',
    })
    expect(new Set((await findingsOf(integrationId)).map(({ ruleId }) => ruleId))).toEqual(new Set(judged))
  })

  test('the ChatGPT workspace judges its GPTs and its own users', async () => {
    const integrationId = await plantIntegration(database.sql, ['chatgpt'])
    await plantTrouble(integrationId)
    await evaluate(integrationId)
    const results = await resultsOf(integrationId)
    expect(results.get('invite.stale')?.reason).toBe('needs_api_platform')
    expect(results.get('user.inactive')).toMatchObject({
      reason: null,
      reasonDetail: 'platform.user left out: needs API platform (admin key and organization id)',
    })
  })
})

describe('a finding’s life', () => {
  const KEY = { kind: 'platform.admin_key', externalId: 'key_A1' } as const
  const RULE = ['key.admin_unused'] as const satisfies RuleId[]
  const plantKey = (integrationId: IntegrationId, lastUsedDaysAgo: number | null | undefined) =>
    plantAsset(database.sql, integrationId, {
      ...KEY,
      attributes: {
        created_at: daysAgo(400),
        ...(lastUsedDaysAgo !== undefined && {
          last_used_at: lastUsedDaysAgo === null ? null : daysAgo(lastUsedDaysAgo),
        }),
      },
    })
  const run = (integrationId: IntegrationId, hours: number, runId?: RunId) =>
    evaluate(integrationId, { now: later(hours), ruleIds: RULE, ...(runId && { runId }) })

  test('opened, resolved, reopened; a retry of a run says nothing twice; time alone is no news', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantKey(integrationId, 100)
    const runId = asRunId(randomUUIDv7())
    expect(await run(integrationId, 0, runId)).toEqual({ evaluated: 1, opened: 1, resolved: 0 })
    expect(await run(integrationId, 0, runId)).toEqual({ evaluated: 1, opened: 0, resolved: 0 })
    await run(integrationId, 48)
    expect(await historyOf(integrationId, RULE[0])).toEqual(['opened'])
    const [aged] = await findingsOf(integrationId, RULE[0])
    expect(aged?.evidence).toMatchObject({ idle_days: 102 })
    await plantKey(integrationId, 1)
    await run(integrationId, 49)
    const [resolved] = await findingsOf(integrationId, RULE[0])
    expect(resolved).toMatchObject({
      state: 'resolved',
      resolvedAt: later(49).toISOString().replace('.000', ''),
    })
    await plantKey(integrationId, 300)
    await run(integrationId, 50)
    const [reopened] = await findingsOf(integrationId, RULE[0])
    expect(reopened).toMatchObject({ id: aged?.id, state: 'reopened', reopenedCount: 1, resolvedAt: null })
    expect(await historyOf(integrationId, RULE[0])).toEqual(['opened', 'resolved', 'reopened'])
  })

  test('not evaluated neither opens nor resolves', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantKey(integrationId, null)
    await run(integrationId, 0)
    await plantKey(integrationId, undefined)
    await run(integrationId, 1)
    expect(await historyOf(integrationId, RULE[0])).toEqual(['opened'])
    expect((await resultsOf(integrationId)).get(RULE[0])).toMatchObject({
      failed: 0,
      notEvaluated: 1,
      assetReasons: { value_absent_upstream: 1 },
    })
    await database.sql`delete from checkpoints where integration_id = ${integrationId}`
    await run(integrationId, 2)
    expect((await resultsOf(integrationId)).get(RULE[0])?.reason).toBe('stream_incomplete')
    expect(await findingsOf(integrationId)).toMatchObject([{ state: 'open' }])
  })

  test('resolves when the asset is gone, and stays so', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantKey(integrationId, null)
    await run(integrationId, 0)
    await database.sql`update assets set deleted_at = now() where integration_id = ${integrationId}`
    expect(await run(integrationId, 1)).toMatchObject({ resolved: 1 })
    expect(await run(integrationId, 2)).toMatchObject({ resolved: 0 })
    const [finding] = await findingsOf(integrationId)
    const events = finding && (await listFindingEvents(database.drizzle, finding.id, { limit: 10 }))
    expect(events?.[0]).toMatchObject({ kind: 'resolved', detail: { because: 'asset_gone' } })
  })

  test('an older evaluation that ends later changes nothing', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantKey(integrationId, null)
    await run(integrationId, 5)
    await plantKey(integrationId, 1)
    await run(integrationId, 4)
    expect(await findingsOf(integrationId)).toMatchObject([{ state: 'open' }])
    expect((await resultsOf(integrationId)).get(RULE[0])).toMatchObject({ failed: 1, passed: 0 })
  })

  test('two evaluations at once tell each thing once', async () => {
    const integrationId = await plantIntegration(database.sql)
    for (let index = 0; index < 30; index += 1) {
      await plantAsset(database.sql, integrationId, {
        kind: 'platform.admin_key',
        externalId: `key_${index}`,
        attributes: { created_at: daysAgo(400), last_used_at: null },
      })
    }
    const both = await Promise.all([run(integrationId, 0), run(integrationId, 0)])
    expect(both[0].opened + both[1].opened).toBe(30)
    const [counted] = await database.sql<{ findings: number; events: number }[]>`
      select (select count(*) from findings where integration_id = ${integrationId}) as findings,
        (select count(*) from finding_events where integration_id = ${integrationId}) as events`
    expect(counted).toEqual({ findings: 30, events: 30 })
  })
})

describe('settings', () => {
  test('an allow list set before the first evaluation holds from the start', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantTrouble(integrationId)
    const choice = { enabled: true, severity: null }
    await putRuleSetting(database.drizzle, integrationId, 'gpt.custom_actions', {
      ...choice,
      parameters: { allowedHosts: ['*.example.net'] },
    })
    await putRuleSetting(database.drizzle, integrationId, 'gpt.public_store', {
      ...choice,
      parameters: { approvedGpts: ['g-store'] },
    })
    await evaluate(integrationId)
    expect(await findingsOf(integrationId, 'gpt.custom_actions', 'gpt.public_store')).toEqual([])
    const results = await resultsOf(integrationId)
    expect(results.get('gpt.custom_actions')?.assetReasons).toEqual({ 'passed:allowed_hosts': 1 })
    expect(results.get('gpt.public_store')?.assetReasons).toEqual({ 'passed:approved_gpt': 1 })
  })

  test('a severity of one’s own is the effective one, moves the due date and leaves the published', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantTrouble(integrationId)
    await evaluate(integrationId, { ruleIds: ['gpt.public_link'] })
    await putRuleSetting(database.drizzle, integrationId, 'gpt.public_link', {
      enabled: true,
      severity: 'low',
      parameters: {},
    })
    await evaluate(integrationId, { now: later(1), ruleIds: ['gpt.public_link'] })
    expect(await findingsOf(integrationId)).toMatchObject([
      {
        severity: 'high',
        effectiveSeverity: 'low',
        severityReason: 'set for this integration',
        dueAt: '2027-02-20T13:00:00Z',
      },
    ])
    expect(await historyOf(integrationId, 'gpt.public_link')).toEqual(['opened', 'severity_changed'])
  })

  test('a rule that is switched off, or whose settings are unusable, says so and leaves its findings', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantTrouble(integrationId)
    await evaluate(integrationId)
    const rest = { severity: null, parameters: {} }
    await putRuleSetting(database.drizzle, integrationId, 'invite.stale', { ...rest, enabled: false })
    await putRuleSetting(database.drizzle, integrationId, 'user.inactive', {
      ...rest,
      enabled: true,
      parameters: { maxIdleDays: 'soon' },
    })
    await evaluate(integrationId, { now: later(1) })
    const results = await resultsOf(integrationId)
    expect(results.get('invite.stale')?.reason).toBe('rule_disabled')
    expect(results.get('user.inactive')?.reasonDetail).toBe(
      'its settings are not usable (maxIdleDays); set them again',
    )
    expect(await findingsOf(integrationId, 'invite.stale', 'user.inactive')).toMatchObject([
      { state: 'open' },
      { state: 'open' },
    ])
  })
})

describe('what stands beside an asset', () => {
  test('the same human under two ids is one: life under either is a sign of life', async () => {
    const { sql } = database
    const integrationId = await plantIntegration(sql)
    const self = await plantPerson(sql, integrationId, 'user:u-1', 'Ada@Example.com')
    const other = await plantPerson(sql, integrationId, 'email:ada@example.com', 'ada@example.com')
    const asset = {
      kind: 'platform.user',
      externalId: 'u-1',
      attributes: { added_at: daysAgo(400), api_key_last_used_at: daysAgo(100) },
      people: { self },
    } as const
    await plantAsset(sql, integrationId, asset)
    const inactive = { ruleIds: ['user.inactive'] as const }
    await evaluate(integrationId, inactive)
    expect(await findingsOf(integrationId)).toMatchObject([
      { evidence: { last_activity_signal: 'api_key_last_used_at', plane: 'platform' } },
    ])
    await plantActivity(sql, integrationId, other, 'AUTH_LOG', new Date(NOW.getTime() - 3_600_000))
    await evaluate(integrationId, { ...inactive, now: later(1) })
    expect(await findingsOf(integrationId)).toMatchObject([{ state: 'resolved' }])
  })

  test('the inviter is found in the audit log', async () => {
    const { sql } = database
    const integrationId = await plantIntegration(sql)
    await plantTrouble(integrationId)
    const inviter = await plantPerson(sql, integrationId, 'user:u-9', 'nine@example.com')
    await sql`
      insert into events (integration_id, stream, event_id, occurred_at, seq, event_type, actor_kind,
        actor_person_id, attributes)
      values (${integrationId}, 'platform.audit_logs', 'audit_log-1', ${NOW.toISOString()}::text::timestamptz,
        1, 'invite.sent', 'person', ${inviter}, '{"detail":{"id":"invite-1"}}'::jsonb)`
    await evaluate(integrationId, { ruleIds: ['invite.high_privilege'] })
    expect(await findingsOf(integrationId)).toMatchObject([
      { evidence: { inviter_person_id: inviter, email_domain: 'evil.example' } },
    ])
  })

  test('our own key is marked, and its standing kept with the integration', async () => {
    const { sql } = database
    const integrationId = await plantIntegration(sql)
    await plantTrouble(integrationId)
    await sql`update assets set attributes = attributes || '{"enabled": false}'
      where integration_id = ${integrationId} and kind = 'platform.user'`
    await sql`
      insert into credentials (id, integration_id, kind, sealed, last_four, state, created_by)
      values (${randomUUIDv7()}, ${integrationId}, 'admin_key', '\\x00', '…a1b2', 'active',
        '{"kind":"system","id":"test","label":"test"}'::jsonb)`
    await evaluate(integrationId)
    expect(await findingsOf(integrationId, 'key.admin_unused')).toMatchObject([
      { assetExternalId: 'key_A1', evidence: { own_key: 'admin_key' } },
    ])
    const [row] = await sql<{ proof: unknown }[]>`
      select proof from integrations where id = ${integrationId}`
    expect(row?.proof).toMatchObject({
      own_credentials: [
        { kind: 'admin_key', keyId: 'key_A1', ageDays: 200, notes: ['owner_disabled', 'owned_by_a_person'] },
      ],
    })
  })
})

describe('reading findings', () => {
  test('pages by keyset hold each finding once, most urgent first', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantTrouble(integrationId)
    await evaluate(integrationId)
    const filter = { integrationIds: [integrationId] }
    const all = await findingsOf(integrationId)
    const paged: typeof all = []
    for (;;) {
      const last = paged.at(-1)
      const page = await listFindings(database.drizzle, ALL_INTEGRATIONS, filter, {
        limit: 2,
        ...(last && { after: last }),
      })
      paged.push(...page)
      if (page.length < 2) break
    }
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(paged.map(({ severityRank }) => severityRank)).toEqual(
      paged.map(({ severityRank }) => severityRank).sort((a, b) => b - a),
    )
  })

  test('filters, search, counts, and nothing outside of the scope', async () => {
    const integrationId = await plantIntegration(database.sql)
    await plantTrouble(integrationId)
    await evaluate(integrationId)
    const db = database.drizzle
    const integrationIds = [integrationId]
    const find = async (filter: Parameters<typeof listFindings>[2]) =>
      (await listFindings(db, ALL_INTEGRATIONS, { integrationIds, ...filter }, { limit: 100 })).map(
        ({ ruleId }) => ruleId,
      )
    expect(await find({ q: '18fd5b21-8489' })).toEqual(['invite.stale'])
    expect(await find({ q: 'expert', categories: ['GPT exposure'] })).toEqual(['gpt.public_store'])
    expect(await find({ q: '100%' })).toEqual([])
    expect(await find({ severities: ['low'] })).toEqual(['invite.stale'])
    expect(await find({ findingTypeIds: ['20ab9ddb-fd48-46a8-9fdf-9bb9b9061f21'] })).toEqual([
      'user.inactive',
    ])
    expect(await find({ states: ['resolved'] })).toEqual([])
    const counts = await countFindings(db, ALL_INTEGRATIONS, { integrationIds, severities: ['low'] })
    expect(counts).toMatchObject([{ ruleId: 'invite.stale', state: 'open', severity: 'low', count: 1 }])
    const [any] = await findingsOf(integrationId)
    const blind = { integrationIds: [] }
    expect(await listFindings(db, blind, {}, { limit: 10 })).toEqual([])
    expect(any && (await getFinding(db, blind, any.id))).toBeNull()
    expect(any && (await getFinding(db, { integrationIds }, any.id))).toMatchObject({ id: any?.id })
  })
})
