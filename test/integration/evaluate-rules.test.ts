import { describe, expect, test } from 'vitest'
import { applyMode } from '../../src/activities/apply-mode.ts'
import { eraseDirectory } from '../../src/db/directory/erase-directory.ts'
import { withRuleLocked } from '../../src/db/findings/rule-lock.ts'
import { insertFindings } from '../../src/db/findings/write-findings.ts'
import { shredIntegration } from '../../src/db/purge/shred-integration.ts'
import type { AssetKind } from '../../src/model/core/assets.ts'
import type { CollectionMode } from '../../src/model/core/collection-mode.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { DIRECTORY_RULE_IDS, STATE_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import { findingTypeIdOf } from '../../src/rules/catalogue/finding-type.ts'
import { daysAgo, EvaluationBench, later, MORE_OWNERS, NOW, plantTrouble } from '../support/evaluation.ts'
import { plantActivity, plantAsset, plantDirectory, plantIntegration, plantPerson } from '../support/plant.ts'
import { holdersOf } from '../support/purges.ts'

const bench = new EvaluationBench()
const TENANTS: readonly AssetKind[] = ['platform.organization', 'chatgpt.workspace']

describe('all rules', () => {
  test('each has its findings, with effective severities and denominators', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantTrouble(bench.database, integrationId)
    const counts = await bench.evaluate(integrationId)
    const findings = await bench.findingsOf(integrationId)
    expect(new Set(findings.map(({ ruleId }) => ruleId))).toEqual(new Set(STATE_RULE_IDS))
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
      'gpt.risky_combination': 'critical',
      'gpt.changed_after_approval': 'high',
      'nhi.orphaned': 'high',
      'nhi.no_expiry': 'low',
      'identity.left_but_active': 'critical',
      'identity.not_in_directory': 'medium',
    })
    const results = await bench.resultsOf(integrationId)
    expect(results.get('gpt.custom_actions')).toMatchObject({ passed: 2, failed: 1, reason: null })
    expect(results.get('gpt.changed_after_approval')).toMatchObject({
      passed: 0,
      failed: 1,
      notEvaluated: 0,
      assetReasons: { 'skipped:not_approved': 2 },
    })
    expect(results.get('user.dormant_admin')).toMatchObject({ passed: MORE_OWNERS, failed: 1 })
    expect(results.get('collection.capability_lost')).toMatchObject({ passed: 0, failed: 2 })
    expect(results.get('dlp.gpt_file')).toMatchObject({
      failed: 0,
      reason: 'no_dlp_profile',
      reasonDetail: 'this version has no DLP profiles yet',
    })
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
    const integrationId = await plantIntegration(bench.database.sql)
    await bench.database.sql`update integrations set severity_escalation = 'off' where id = ${integrationId}`
    await plantTrouble(bench.database, integrationId)
    await bench.evaluate(integrationId)
    for (const finding of await bench.findingsOf(integrationId)) {
      const { severity, category } = CATALOGUE[finding.ruleId as RuleId]
      expect(finding).toMatchObject({
        severity,
        effectiveSeverity: severity,
        severityReason: null,
        findingTypeId: findingTypeIdOf(CATALOGUE[finding.ruleId as RuleId]),
        category,
      })
    }
  })

  test('the configuration judged is the live one, and the finding says which by id and hash', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantTrouble(bench.database, integrationId)
    await bench.evaluate(integrationId)
    const [finding] = await bench.findingsOf(integrationId, 'gpt.web_browsing')
    expect(finding?.evidence).toMatchObject({
      gpt_id: 'g-store',
      configuration_id: 'g-store/c2',
      name: 'Expert',
    })
    expect(finding?.judged).toMatchObject({
      assets: [{ external_id: 'g-store' }, { external_id: 'g-store/c2', content_hash: expect.any(String) }],
    })
    expect(JSON.stringify(await bench.findingsOf(integrationId))).not.toContain('@')
  })

  test('an integration that is disconnected while it is judged keeps nothing of it', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantTrouble(bench.database, integrationId)
    const { sql } = bench.database
    let shredded: Promise<void> | null = null
    const heartbeat = () => {
      shredded ??= shredIntegration(sql, integrationId)
    }
    await bench.evaluate(integrationId, { chunk: 1, heartbeat })
    await shredded
    expect(await bench.findingsOf(integrationId)).toEqual([])
    expect((await bench.resultsOf(integrationId)).size).toBe(0)
    const rule = { integrationId, ruleId: 'gpt.web_browsing', mode: 'metadata' } as const
    await expect(withRuleLocked(sql, rule, async () => 'written')).rejects.toMatchObject({
      name: 'IntegrationGone',
    })
  })

  test('a mode that changed meanwhile: nothing is written by what was read in the old one', async () => {
    const { sql, drizzle } = bench.database
    const integrationId = await plantIntegration(sql)
    const write = (mode: CollectionMode) =>
      withRuleLocked(sql, { integrationId, ruleId: 'gpt.web_browsing', mode }, async () => 'written')
    expect(await write('metadata')).toBe('written')
    const database = { sql, drizzle, close: async () => undefined }
    await applyMode({ database }, { integrationId, mode: 'none' })
    await expect(write('metadata')).rejects.toMatchObject({ name: 'ModeMoved' })
    expect(await write('none')).toBe('written')
  })

  test('walked one asset at a time, the findings are the same', async () => {
    const [one, other] = [
      await plantIntegration(bench.database.sql),
      await plantIntegration(bench.database.sql),
    ]
    for (const integrationId of [one, other]) await plantTrouble(bench.database, integrationId)
    await bench.evaluate(one)
    await bench.evaluate(other, { chunk: 1 })
    const shape = async (id: IntegrationId) =>
      (await bench.findingsOf(id))
        // The organization and the workspace are other ones.
        .map(({ ruleId, assetKind, assetExternalId }) =>
          TENANTS.includes(assetKind) ? `${ruleId} ${assetKind}` : `${ruleId} ${assetExternalId}`,
        )
        .sort()
    expect(await shape(other)).toEqual(await shape(one))
    expect((await bench.resultsOf(other)).get('gpt.public_link')).toMatchObject({ passed: 2, failed: 1 })
  })
})

describe('one plane alone', () => {
  test('the API platform judges all that need no ChatGPT Enterprise, the others say what they need', async () => {
    const integrationId = await plantIntegration(bench.database.sql, ['platform'])
    await plantTrouble(bench.database, integrationId)
    await bench.evaluate(integrationId)
    const results = await bench.resultsOf(integrationId)
    const judged = STATE_RULE_IDS.filter((id) => results.get(id)?.reason === null)
    expect(judged).toEqual(STATE_RULE_IDS.filter((id) => !CATALOGUE[id].chatgptEnterpriseRequired))
    expect(results.get('gpt.public_store')).toMatchObject({
      passed: 0,
      failed: 0,
      reason: 'needs_chatgpt_enterprise',
      reasonDetail: 'needs ChatGPT Enterprise (compliance key and workspace id)',
    })
    expect(new Set((await bench.findingsOf(integrationId)).map(({ ruleId }) => ruleId))).toEqual(
      new Set(judged),
    )
  })

  test('the ChatGPT workspace judges its GPTs and its own users', async () => {
    const integrationId = await plantIntegration(bench.database.sql, ['chatgpt'])
    await plantTrouble(bench.database, integrationId)
    await bench.evaluate(integrationId)
    const results = await bench.resultsOf(integrationId)
    expect(results.get('invite.stale')?.reason).toBe('needs_api_platform')
    expect(results.get('user.inactive')).toMatchObject({
      reason: null,
      reasonDetail: 'platform.user left out: needs API platform (admin key and organization id)',
    })
  })
})

describe('what stands beside an asset', () => {
  test('the same human under two ids is one: life under either is a sign of life', async () => {
    const { sql } = bench.database
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
    await bench.evaluate(integrationId, inactive)
    expect(await bench.findingsOf(integrationId)).toMatchObject([
      { evidence: { last_activity_signal: 'api_key_last_used_at', plane: 'platform' } },
    ])
    await plantActivity(sql, integrationId, other, 'AUTH_LOG', new Date(NOW.getTime() - 3_600_000))
    await bench.evaluate(integrationId, { ...inactive, now: later(1) })
    expect(await bench.findingsOf(integrationId)).toMatchObject([{ state: 'resolved' }])
  })

  test('the directory is asked by address, and every id of a human’s counts towards what they own', async () => {
    const { sql } = bench.database
    const integrationId = await plantIntegration(sql)
    const self = await plantPerson(sql, integrationId, 'user:u-ada', 'Ada@Example.com')
    await plantPerson(sql, integrationId, 'user:u-ada-platform', 'ada@example.com')
    await plantAsset(sql, integrationId, {
      kind: 'chatgpt.user',
      externalId: 'u-ada',
      attributes: { role: 'standard-user', status: 'active' },
      people: { self },
    })
    await plantAsset(sql, integrationId, { kind: 'platform.project', externalId: 'proj_9', attributes: {} })
    const owned = { owner_type: 'user', owner_id: 'u-ada-platform' }
    const keys = { 'proj_9/key_1': {}, 'proj_9/key_2': { expires_at: daysAgo(1) }, 'proj_9/key_3': {} }
    for (const [externalId, more] of Object.entries(keys)) {
      await plantAsset(sql, integrationId, {
        kind: 'platform.project_key',
        externalId,
        attributes: { ...owned, ...more },
      })
    }
    // The admin listing names a project's key once more.
    await plantAsset(sql, integrationId, {
      kind: 'platform.admin_key',
      externalId: 'key_3',
      attributes: owned,
    })
    const rules = { ruleIds: ['identity.left_but_active', 'identity.not_in_directory'] as const }
    await bench.evaluate(integrationId, rules)
    expect(await bench.findingsOf(integrationId)).toEqual([])
    expect((await bench.resultsOf(integrationId)).get('identity.left_but_active')).toMatchObject({
      notEvaluated: 1,
      assetReasons: { no_directory: 1 },
    })
    const left = { email: 'ADA@example.com', leftAt: later(-24) }
    await plantDirectory(sql, integrationId, [left])
    await bench.evaluate(integrationId, { ...rules, now: later(1) })
    expect(await bench.findingsOf(integrationId)).toMatchObject([
      {
        ruleId: 'identity.left_but_active',
        effectiveSeverity: 'critical',
        severityReason: 'owns live API keys',
        evidence: { user_id: 'u-ada', person_id: self, plane: 'chatgpt', live_keys: 2 },
      },
    ])
    await plantDirectory(sql, integrationId, [{ email: 'ada@example.com' }])
    await bench.evaluate(integrationId, { ...rules, now: later(2) })
    expect(await bench.findingsOf(integrationId)).toMatchObject([{ state: 'resolved' }])
  })

  test('a directory that is erased takes with it all that was found by it, and no late evaluation brings it back', async () => {
    const { sql } = bench.database
    const [integrationId, other] = [await plantIntegration(sql), await plantIntegration(sql)]
    for (const id of [integrationId, other]) {
      await plantTrouble(bench.database, id)
      await bench.evaluate(id)
      for (const ruleId of DIRECTORY_RULE_IDS) expect(await bench.findingsOf(id, ruleId)).not.toEqual([])
    }
    const all = await bench.findingsOf(integrationId)
    const telling = await bench.findingsOf(integrationId, ...DIRECTORY_RULE_IDS)
    const othersTelling = await bench.findingsOf(other, ...DIRECTORY_RULE_IDS)
    await eraseDirectory(sql, integrationId)
    await eraseDirectory(sql, integrationId)
    expect(await bench.findingsOf(integrationId)).toEqual(
      all.filter(({ ruleId }) => !(DIRECTORY_RULE_IDS as readonly string[]).includes(ruleId)),
    )
    for (const { id } of telling) expect(await holdersOf(sql, id)).toEqual({})
    expect(await bench.findingsOf(other, ...DIRECTORY_RULE_IDS)).toEqual(othersTelling)
    // An evaluation that read the directory before, and writes after.
    const [row] = telling
    if (row === undefined) throw new Error('there was a finding')
    const evaluation = {
      integrationId,
      runId: row.runId,
      ruleId: row.ruleId,
      mode: 'metadata' as const,
      now: NOW.toISOString(),
    }
    await sql.begin(async (tx) => expect(await insertFindings(tx, evaluation, [row])).toEqual(new Set()))
    await plantDirectory(sql, integrationId, [{ email: 'ada@example.com' }])
    await sql.begin(async (tx) =>
      expect(await insertFindings(tx, evaluation, [row])).toEqual(new Set([row.id])),
    )
  })

  test('the inviter is found in the audit log', async () => {
    const { sql } = bench.database
    const integrationId = await plantIntegration(sql)
    await plantTrouble(bench.database, integrationId)
    const inviter = await plantPerson(sql, integrationId, 'user:u-9', 'nine@example.com')
    await sql`
      insert into events (integration_id, stream, event_id, occurred_at, seq, event_type, actor_kind,
        actor_person_id, attributes)
      values (${integrationId}, 'platform.audit_logs', 'audit_log-1', ${NOW.toISOString()}::text::timestamptz,
        1, 'invite.sent', 'person', ${inviter}, '{"detail":{"id":"invite-1"}}'::jsonb)`
    await bench.evaluate(integrationId, { ruleIds: ['invite.high_privilege'] })
    expect(await bench.findingsOf(integrationId)).toMatchObject([
      { evidence: { inviter_person_id: inviter, email_domain: 'evil.example' } },
    ])
  })

  test('our own key is marked, and its standing kept with the integration', async () => {
    const { sql } = bench.database
    const integrationId = await plantIntegration(sql)
    await plantTrouble(bench.database, integrationId)
    await sql`update assets set attributes = attributes || '{"enabled": false}'
      where integration_id = ${integrationId} and kind = 'platform.user'`
    await bench.evaluate(integrationId)
    expect(await bench.findingsOf(integrationId, 'key.admin_unused')).toMatchObject([
      { assetExternalId: 'key_A1', evidence: { own_key: 'admin_key' } },
    ])
    const [row] = await sql<{ proof: unknown }[]>`
      select proof from integrations where id = ${integrationId}`
    expect(row?.proof).toMatchObject({
      own_credentials: [
        {
          kind: 'admin_key',
          keyId: 'key_A1',
          ageDays: 200,
          notes: ['expiring', 'owner_not_an_owner', 'owner_disabled', 'owned_by_a_person'],
        },
      ],
    })
  })
})
