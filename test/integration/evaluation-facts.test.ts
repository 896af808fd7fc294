import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import { countPeople } from '../../src/db/findings/people-parts.ts'
import { readFacts } from '../../src/evaluation/facts.ts'
import type { CredentialKind } from '../../src/model/core/credentials.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { JsonObject } from '../../src/model/core/json.ts'
import { ADMIN_ROLES, KNOWN_ROLES } from '../../src/rules/roles.ts'
import { daysAgo, EvaluationBench, later, NOW } from '../support/evaluation.ts'
import { plantAsset, plantDirectory, plantIntegration, plantPerson } from '../support/plant.ts'

const bench = new EvaluationBench()

async function plantCredential(
  integrationId: IntegrationId,
  kind: CredentialKind,
  lastFour: string,
  replacedAt: Date | null = null,
): Promise<void> {
  await bench.database.sql`
    insert into credentials (id, integration_id, kind, sealed, last_four, state, replaced_at, created_by)
    values (${randomUUIDv7()}, ${integrationId}, ${kind}, '\\x00', ${lastFour},
      ${replacedAt === null ? 'active' : 'replaced'}, ${replacedAt?.toISOString() ?? null}::text::timestamptz,
      '{"kind":"system","id":"test","label":"test"}'::jsonb)`
}

test('what replaced credentials ended in is known, apart from those in use and of this integration alone', async () => {
  const { sql, drizzle } = bench.database
  const integrationId = await plantIntegration(sql)
  const other = await plantIntegration(sql)
  await plantCredential(integrationId, 'compliance_key', 'aaaa', later(-48))
  await plantCredential(integrationId, 'compliance_key', 'bbbb', later(-24))
  await plantCredential(integrationId, 'compliance_key', 'cccc')
  await plantCredential(other, 'admin_key', 'dddd', later(-24))
  const facts = await readFacts(drizzle, integrationId, NOW)
  expect(facts?.formerCredentials).toEqual([
    { kind: 'compliance_key', lastFour: 'bbbb' },
    { kind: 'compliance_key', lastFour: 'aaaa' },
  ])
  expect(facts?.credentials).toMatchObject([{ kind: 'compliance_key', lastFour: 'cccc' }])
})

test('a project key that ends as our admin key does is not ours, and the other way round', async () => {
  const { sql } = bench.database
  const integrationId = await plantIntegration(sql)
  await plantCredential(integrationId, 'admin_key', 'a1b2')
  await plantCredential(integrationId, 'project_key', 'c3d4')
  await plantAsset(sql, integrationId, { kind: 'platform.project', externalId: 'proj_1', attributes: {} })
  const keys = [
    ['platform.admin_key', 'key_1', 'sk-admin-…a1b2'],
    ['platform.admin_key', 'key_2', 'sk-admin-…c3d4'],
    ['platform.project_key', 'proj_1/key_3', 'sk-proj-…a1b2'],
    ['platform.project_key', 'proj_1/key_4', 'sk-proj-…c3d4'],
  ] as const
  for (const [kind, externalId, redacted_value] of keys) {
    const attributes = { redacted_value, created_at: daysAgo(200), last_used_at: null }
    await plantAsset(sql, integrationId, { kind, externalId, attributes })
  }
  await bench.evaluate(integrationId, { ruleIds: ['key.admin_unused', 'key.project_unused'] })
  const findings = await bench.findingsOf(integrationId)
  const own = Object.fromEntries(
    findings.map(({ assetExternalId, evidence }) => [assetExternalId, evidence.own_key ?? null]),
  )
  expect(own).toEqual({
    key_1: 'admin_key',
    key_2: null,
    'proj_1/key_3': null,
    'proj_1/key_4': 'project_key',
  })
})

test('people whose role is absent, or described by nobody, are counted apart', async () => {
  const { sql } = bench.database
  const integrationId = await plantIntegration(sql)
  const people: readonly JsonObject[] = [
    ...Array.from({ length: 5 }, () => ({ role: 'owner' })),
    { role: 'reader' },
    { role: 'super-owner' },
    { role: null },
    {},
    { role: 'super-owner', enabled: false },
    { role: 'super-owner', is_service_account: true },
  ]
  for (const [no, attributes] of people.entries()) {
    await plantAsset(sql, integrationId, { kind: 'platform.user', externalId: `u-${no}`, attributes })
  }
  const of = {
    integrationId,
    kind: 'platform.user',
    adminRoles: ADMIN_ROLES,
    knownRoles: KNOWN_ROLES,
  } as const
  expect(await countPeople(sql, of)).toEqual({ all: 9, admins: 5, unknown: 3 })
  const lenient = JSON.stringify({ maxAdmins: 5, maxPercent: 100 })
  await sql`
    insert into rule_settings (integration_id, rule_id, enabled, parameters)
    values (${integrationId}, 'user.too_many_admins', true, ${lenient}::text::jsonb)`
  await bench.evaluate(integrationId, { ruleIds: ['user.too_many_admins'] })
  expect((await bench.resultsOf(integrationId)).get('user.too_many_admins')).toMatchObject({
    failed: 0,
    notEvaluated: 1,
    assetReasons: { value_absent_upstream: 1 },
  })
})

test('that somebody owns no keys is said only where both listings were read', async () => {
  const { sql } = bench.database
  const integrationId = await plantIntegration(sql)
  const leavers = ['ada', 'bob']
  for (const name of leavers) {
    const self = await plantPerson(sql, integrationId, `user:u-${name}`, `${name}@example.com`)
    await plantAsset(sql, integrationId, {
      kind: 'chatgpt.user',
      externalId: `u-${name}`,
      attributes: { role: 'standard-user', status: 'active' },
      people: { self },
    })
  }
  await plantAsset(sql, integrationId, { kind: 'platform.project', externalId: 'proj_1', attributes: {} })
  await plantAsset(sql, integrationId, {
    kind: 'platform.project_key',
    externalId: 'proj_1/key_1',
    attributes: { owner_type: 'user', owner_id: 'u-ada' },
  })
  await plantDirectory(
    sql,
    integrationId,
    leavers.map((name) => ({ email: `${name}@example.com`, leftAt: later(-48) })),
  )
  const keysOf = async (now: Date) => {
    await bench.evaluate(integrationId, { ruleIds: ['identity.left_but_active'], now })
    const findings = await bench.findingsOf(integrationId)
    return Object.fromEntries(
      findings.map(({ assetExternalId, evidence }) => [assetExternalId, evidence.live_keys]),
    )
  }
  expect(await keysOf(NOW)).toEqual({ 'u-ada': 1, 'u-bob': 0 })
  await sql`update checkpoints set completed_at = null
    where integration_id = ${integrationId} and stream = 'platform.admin_keys'`
  expect(await keysOf(later(1))).toEqual({ 'u-ada': 1, 'u-bob': null })
})
