import { createHash, randomUUIDv7 } from 'node:crypto'
import { makeToken, tokenHash, tokenPrefix } from '../../src/api/tokens.ts'
import { listAssets } from '../../src/db/assets/list-assets.ts'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import type { Database } from '../../src/db/client.ts'
import { createDestination } from '../../src/db/destinations/create-destination.ts'
import { noteStanding } from '../../src/db/findings/note-sightings.ts'
import { insertFindings } from '../../src/db/findings/write-findings.ts'
import { putRuleResult } from '../../src/db/rule-results/rule-results.ts'
import { setStreamState } from '../../src/db/run-streams/set-stream-state.ts'
import { setRunState } from '../../src/db/runs/move-run.ts'
import { openRun } from '../../src/db/runs/open-run.ts'
import { rateBudgets } from '../../src/db/schema/collecting.ts'
import { findingEvents } from '../../src/db/schema/meaning.ts'
import { createToken } from '../../src/db/tokens/tokens.ts'
import type { ApiScope } from '../../src/model/core/access.ts'
import { API_SCOPES } from '../../src/model/core/access.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { WEBHOOK_EVENTS } from '../../src/model/core/deliveries.ts'
import type { FindingId, IntegrationId, RunId } from '../../src/model/core/ids.ts'
import { asDestinationId, asFindingEventId, asFindingId, asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import { findingTypeIdOf } from '../../src/rules/catalogue/finding-type.ts'
import type { Tenant } from './db-fixtures.ts'
import { Collector, newTenant, user } from './db-fixtures.ts'
import { plantDay, plantDirectory } from './plant.ts'

export interface SeededTenant extends Tenant {
  readonly runId: RunId
  readonly findingIds: readonly FindingId[]
}

const NOW = '2026-11-22T03:45:39.123456Z'

/** A tenant with something in every table that the API reads: a finding of each rule, on one user each. */
export async function seededTenant(database: Database): Promise<SeededTenant> {
  const tenant = await newTenant(database)
  const runId = await openedRun(tenant)
  await collectUsers(tenant)
  // Who is in it is nobody of the tenant; without one no finding that tells of it can be.
  await plantDirectory(database.sql, tenant.integrationId, [{ email: 'somebody@elsewhere.example' }])
  await plantActivityOf(tenant)
  const findingIds: FindingId[] = []
  for (const ruleId of RULE_IDS) findingIds.push(await findingOf(tenant, runId, ruleId))
  await database.drizzle.insert(rateBudgets).values({
    scope: `organization:${(await organizationOf(tenant)) ?? ''}`,
    route: 'GET /organization/users',
    capacity: 10,
    tokens: 3.5,
    refillPerSecond: 1,
    knownPerSecond: 2,
    refilledAt: NOW,
  })
  return { ...tenant, runId, findingIds }
}

/** A key that was used once, and somebody who did much on one day. */
async function plantActivityOf({ database: { sql }, integrationId }: Tenant): Promise<void> {
  const key = { kind: 'api_key', subject: 'key_P1', signal: 'last_used_at', count: 1 } as const
  await plantDay(sql, integrationId, { ...key, at: new Date('2026-11-19T12:00:00Z') })
  const person = { kind: 'person', subject: randomUUIDv7(), signal: 'AUTH_LOG', count: 500 } as const
  await plantDay(sql, integrationId, { ...person, at: new Date('2026-11-16T12:00:00Z') })
}

async function organizationOf({ database, integrationId }: Tenant): Promise<string | null> {
  const [row] = await database.sql<{ organization_id: string | null }[]>`
    select organization_id from integrations where id = ${integrationId}`
  return row?.organization_id ?? null
}

async function openedRun({ database, integrationId }: Tenant): Promise<RunId> {
  const id = asRunId(randomUUIDv7())
  const db = database.drizzle
  await openRun(db, {
    id,
    integrationId,
    runNo: asRunNo(1),
    kind: 'full',
    lane: 'full',
    workflowId: `integration/${integrationId}/run/1`,
    requestedBy: SYSTEM_ACTOR,
  })
  await setRunState(db, id, 'running')
  await setStreamState(db, { runId: id, stream: 'platform.users', state: 'running' })
  return id
}

async function collectUsers(tenant: Tenant): Promise<void> {
  const collector = new Collector(tenant, 'platform.users')
  const fence = [1, 1, 1] as const
  await collector.claim(fence)
  const users = RULE_IDS.map((_, at) => user(`u${at}`, { role: 'reader', name: `Name ${at}` }))
  const poison = { fileId: null, pageCursor: 'c', index: 3, recordId: 'u-x', sha256: 'f'.repeat(64) }
  await commitBatch(
    tenant.database.sql,
    collector.batch(fence, users, {
      quarantined: [{ locator: poison, reason: 'unknown_shape', path: '$.role' }],
      drift: [{ path: '$.brand_new', count: 2 }],
    }),
  )
}

async function findingOf(tenant: Tenant, runId: RunId, ruleId: RuleId): Promise<FindingId> {
  const { database, integrationId } = tenant
  const assets = await listAssets(database.drizzle, ALL_INTEGRATIONS, { integrationId, limit: 100 })
  const asset = assets[RULE_IDS.indexOf(ruleId)]
  if (!asset) throw new Error('the fixture has one user for each rule')
  const id = asFindingId(randomUUIDv7())
  const rule = CATALOGUE[ruleId]
  const evaluation = { integrationId, runId, ruleId, mode: 'metadata', now: NOW } as const
  await database.sql.begin(async (tx) => {
    await insertFindings(tx, evaluation, [
      {
        id,
        fingerprint: createHash('sha256').update(`${integrationId} ${ruleId}`).digest('hex'),
        ruleVersion: rule.version,
        findingTypeId: findingTypeIdOf(rule),
        category: rule.category,
        severity: rule.severity,
        effectiveSeverity: rule.severity,
        severityReason: null,
        assetId: asset.id,
        assetKind: asset.kind,
        assetExternalId: asset.externalId,
        evidence: { person_id: asset.personIds.self ?? null, role: 'reader' },
        parameters: {},
        judged: { asset: asset.id },
        dueAt: NOW,
      },
    ])
    await noteStanding(tx, evaluation, [id])
  })
  await database.drizzle.insert(findingEvents).values({
    id: asFindingEventId(randomUUIDv7()),
    integrationId,
    findingId: id,
    kind: 'opened',
    runId,
    at: NOW,
    detail: {},
  })
  await putRuleResult(database.drizzle, {
    integrationId,
    ruleId,
    ruleVersion: rule.version,
    passed: 11,
    failed: 1,
    notEvaluated: 2,
    reason: null,
    reasonDetail: null,
    assetReasons: { value_absent_upstream: 2 },
    evaluatedAt: NOW,
    runId,
  })
  return id
}

/** A webhook of one tenant, with the secret that it signs with. */
export async function webhookTo(tenant: Tenant, url: string, secret: string) {
  return createDestination(tenant.database.drizzle, tenant.master, {
    id: asDestinationId(randomUUIDv7()),
    integrationId: tenant.integrationId,
    url,
    secret,
    eventTypes: WEBHOOK_EVENTS,
    createdBy: SYSTEM_ACTOR,
  })
}

/** A token that sees these integrations and no others. */
export async function narrowToken(
  database: Database,
  integrationIds: readonly IntegrationId[] | null,
  scopes: readonly ApiScope[] = API_SCOPES,
): Promise<string> {
  const token = makeToken()
  await createToken(database.drizzle, {
    id: randomUUIDv7(),
    name: 'narrow',
    prefix: tokenPrefix(token),
    hash: tokenHash(token),
    integrationIds,
    scopes,
    createdBy: SYSTEM_ACTOR,
    expiresAt: null,
  })
  return token
}
