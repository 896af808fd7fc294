import { randomUUIDv7 } from 'node:crypto'
import { nextParent } from '../../src/db/assets/next-parent.ts'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import { putCapabilities } from '../../src/db/capabilities/put-capabilities.ts'
import type { Database } from '../../src/db/client.ts'
import type { Finding } from '../../src/db/findings/list-findings.ts'
import { listFindings } from '../../src/db/findings/list-findings.ts'
import { createIntegration } from '../../src/db/integrations/create-integration.ts'
import type { RuleResult } from '../../src/db/rule-results/rule-results.ts'
import { listRuleResults } from '../../src/db/rule-results/rule-results.ts'
import { dataKey } from '../../src/db/seal/data-key.ts'
import { evaluateRules } from '../../src/evaluation/evaluate-rules.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { CAPABILITIES } from '../../src/model/core/capabilities.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import { STATE_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'
import { openHttpPool } from '../../src/openai/http-pool.ts'
import { STREAM_READERS } from '../../src/openai/streams/registry.ts'
import { openUpstream } from '../../src/openai/upstream.ts'
import { retain } from '../../src/privacy/retain.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import type { SimulatorOptions } from '../../src/simulator/options.ts'
import type { Simulator } from '../../src/simulator/server.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import type { Tenant } from './db-fixtures.ts'
import { Collector, newMasterKey } from './db-fixtures.ts'
import { optionsFor, UNHURRIED } from './openai-tenant.ts'

/** What a simulated tenant's state comes to, without workflows: collected by our readers, stored, judged. */
export interface Judged {
  readonly integrationId: IntegrationId
  readonly findings: readonly Finding[]
  readonly results: readonly RuleResult[]
}

/** Streams that a rule about state stands on, and the logs in which people show signs of life. */
const NEEDED: ReadonlySet<StreamName> = new Set([
  ...STATE_RULE_IDS.flatMap((id) => Object.values(CATALOGUE[id].needs).flat()),
  ...(['logs.AUTH_LOG', 'logs.AUDIT_LOG', 'logs.CONVERSATION_MESSAGE', 'platform.audit_logs'] as const),
  'chatgpt.gpt_shared_users',
])

const OWN_DOMAINS = ['example.com', 'example.org']
const MOST_FINDINGS = 10_000

export async function judgeScenario(database: Database, options: Partial<SimulatorOptions>): Promise<Judged> {
  const epoch = new Date().toISOString()
  const simulator = await startSimulator({ rateFactor: UNHURRIED, epoch, ...options })
  try {
    return await judgeTenant(database, simulator)
  } finally {
    await simulator.close()
  }
}

async function judgeTenant(database: Database, simulator: Simulator): Promise<Judged> {
  const tenant = await integrate(database, simulator)
  const { integrationId } = tenant
  const pool = openHttpPool()
  try {
    for (const stream of STREAM_NAMES) if (NEEDED.has(stream)) await collect(tenant, simulator, stream, pool)
  } finally {
    await pool.close()
  }
  const { sql, drizzle: db } = database
  const input = { integrationId, runId: asRunId(randomUUIDv7()), runNo: asRunNo(1), ruleIds: STATE_RULE_IDS }
  await evaluateRules({ sql, db }, input)
  const filter = { integrationIds: [integrationId] }
  return {
    integrationId,
    findings: await listFindings(db, ALL_INTEGRATIONS, filter, { limit: MOST_FINDINGS }),
    results: await listRuleResults(db, ALL_INTEGRATIONS, integrationId),
  }
}

async function integrate(database: Database, simulator: Simulator): Promise<Tenant> {
  const master = newMasterKey()
  const { id: integrationId } = await createIntegration(database.drizzle, master, {
    displayName: `Scenario ${randomUUIDv7()}`,
    organizationId: `${simulator.organizationId}-${randomUUIDv7()}`,
    workspaceId: randomUUIDv7(),
    projectId: null,
    collectionMode: 'metadata',
    ownDomains: OWN_DOMAINS,
    credentials: [
      { kind: 'admin_key', secret: simulator.keys.admin },
      { kind: 'compliance_key', secret: simulator.keys.compliance },
    ],
    createdBy: SYSTEM_ACTOR,
  })
  await putCapabilities(
    database.drizzle,
    integrationId,
    CAPABILITIES.map((capability) => ({
      capability,
      state: 'granted',
      resultCode: 'ok',
      credentialId: null,
      detail: '',
      fixUrl: null,
    })),
  )
  const key = await dataKey(database.drizzle, master, integrationId, 'configuration')
  return { database, master, integrationId, key }
}

const DAY_MS = 86_400_000

async function collect(
  tenant: Tenant,
  simulator: Simulator,
  stream: StreamName,
  pool: ReturnType<typeof openHttpPool>,
): Promise<void> {
  const { database, integrationId } = tenant
  const options = optionsFor(simulator)
  const collector = new Collector(tenant, stream)
  const fence = [1, 1, 1] as const
  await collector.claim(fence)
  const { parent } = STREAMS[stream]
  const parents = parent === undefined ? null : STREAMS[parent].records
  const pages = STREAM_READERS[stream].read({
    cursor: null,
    mode: 'metadata',
    upstream: openUpstream(options, pool),
    ids: options.ids,
    otherLogTypes: [],
    nextParent: async (after) =>
      parents?.type === 'asset'
        ? nextParent(database.sql, { integrationId, kind: parents.kind, after })
        : null,
    now: () => new Date(),
    since: new Date(Date.now() - 30 * DAY_MS).toISOString(),
    signal: options.signal,
  })
  for await (const page of pages) {
    const records = page.drafts.flatMap((draft) => retain('metadata', stream, draft) ?? [])
    const { cursor, completed, done, cursorTime, coveredFrom } = page
    await commitBatch(
      database.sql,
      collector.batch(fence, records, { cursor, completed, done, cursorTime, coveredFrom }),
    )
  }
}
