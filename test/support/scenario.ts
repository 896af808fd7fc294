import { randomUUIDv7 } from 'node:crypto'
import { parentsAhead } from '../../src/activities/parents-ahead.ts'
import { nextParents } from '../../src/db/assets/next-parents.ts'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import { putCapabilities } from '../../src/db/capabilities/put-capabilities.ts'
import type { Database } from '../../src/db/client.ts'
import type { Finding } from '../../src/db/findings/list-findings.ts'
import { createIntegration } from '../../src/db/integrations/create-integration.ts'
import type { RuleResult } from '../../src/db/rule-results/rule-results.ts'
import { listRuleResults } from '../../src/db/rule-results/rule-results.ts'
import { dataKey } from '../../src/db/seal/data-key.ts'
import { evaluateRules } from '../../src/evaluation/evaluate-rules.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { CAPABILITIES } from '../../src/model/core/capabilities.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { STATE_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import type { CollectionLane } from '../../src/model/core/runs.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'
import { Transient } from '../../src/openai/failures.ts'
import { openHttpPool } from '../../src/openai/http-pool.ts'
import { STREAM_READERS } from '../../src/openai/streams/registry.ts'
import { openUpstream } from '../../src/openai/upstream.ts'
import { retain } from '../../src/privacy/retain.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import type { ChangeKind } from '../../src/simulator/changes.ts'
import type { SimulatorOptions } from '../../src/simulator/options.ts'
import type { Simulator } from '../../src/simulator/server.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import type { Tenant } from './db-fixtures.ts'
import { Collector, newMasterKey } from './db-fixtures.ts'
import { optionsFor, UNHURRIED } from './openai-tenant.ts'
import { wholeFindings } from './whole-findings.ts'

/** What a simulated tenant's state comes to, without workflows: collected by our readers, stored, judged. */
export interface Judged {
  readonly integrationId: IntegrationId
  readonly findings: readonly Finding[]
  readonly results: readonly RuleResult[]
}

/** A simulated tenant that a test collects and judges when it likes. */
export interface Scenario {
  readonly integrationId: IntegrationId
  /** Reads streams to their end, as the next run of their lane, or of another one. */
  collect(streams: readonly StreamName[], lane?: CollectionLane): Promise<void>
  evaluate(ruleIds: readonly RuleId[], now?: Date): Promise<Judged>
  /** Makes somebody change something upstream. Returns the thing's id. */
  change(kind: ChangeKind, index: number): Promise<string>
}

/** Streams that a rule about state stands on, and the logs in which people show signs of life. */
const NEEDED: ReadonlySet<StreamName> = new Set([
  ...STATE_RULE_IDS.flatMap((id) => Object.values(CATALOGUE[id].needs).flat()),
  ...(['logs.AUTH_LOG', 'logs.AUDIT_LOG', 'logs.CONVERSATION_MESSAGE', 'platform.audit_logs'] as const),
  'platform.usage',
  'chatgpt.gpt_shared_users',
])
export const NEEDED_STREAMS = STREAM_NAMES.filter((stream) => NEEDED.has(stream))

const OWN_DOMAINS = ['example.com', 'example.org']
const MOST_FINDINGS = 10_000
const MOST_USERS_WITH_USAGE = 500

export const judgeScenario = (database: Database, options: Partial<SimulatorOptions>): Promise<Judged> =>
  withScenario(database, options, async (scenario) => {
    // Forty days of figures of each key: in a large tenant they would take longer than all the rest.
    const isLarge = (options.users ?? 0) > MOST_USERS_WITH_USAGE
    await scenario.collect(NEEDED_STREAMS.filter((stream) => !isLarge || stream !== 'platform.usage'))
    return scenario.evaluate(STATE_RULE_IDS)
  })

/** A simulated tenant that is collected and judged as often as a test wants, and may change in between. */
export interface OpenScenario extends Scenario, AsyncDisposable {
  readonly simulator: Simulator
}

export async function openScenario(
  database: Database,
  options: Partial<SimulatorOptions>,
): Promise<OpenScenario> {
  const epoch = new Date().toISOString()
  const simulator = await startSimulator({ rateFactor: UNHURRIED, epoch, ...options })
  const pool = openHttpPool()
  const close = async () => {
    await pool.close()
    await simulator.close()
  }
  try {
    const tenant = await integrate(database, simulator)
    return { ...scenarioOf(tenant, simulator, pool), simulator, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

export async function withScenario<Result>(
  database: Database,
  options: Partial<SimulatorOptions>,
  act: (scenario: Scenario) => Promise<Result>,
): Promise<Result> {
  await using scenario = await openScenario(database, options)
  return await act(scenario)
}

function scenarioOf(tenant: Tenant, simulator: Simulator, pool: Pool): Scenario {
  const { integrationId, database } = tenant
  const { sql, drizzle: db } = database
  let runNo = 0
  return {
    integrationId,
    collect: async (streams, lane) => {
      runNo += 1
      for (const stream of streams) await collect(tenant, simulator, { stream, pool, runNo, lane })
    },
    evaluate: async (ruleIds, now = new Date()) => {
      const input = { integrationId, runId: asRunId(randomUUIDv7()), runNo: asRunNo(1), ruleIds }
      await evaluateRules({ sql, db, now: () => now }, input)
      const filter = { integrationIds: [integrationId] }
      return {
        integrationId,
        findings: await wholeFindings(db, filter, MOST_FINDINGS),
        results: await listRuleResults(db, ALL_INTEGRATIONS, integrationId),
      }
    },
    change: async (kind, index) => {
      const url = new URL('/_sim/changes', simulator.platformUrl)
      const response = await fetch(url, { method: 'POST', body: JSON.stringify({ kind, index }) })
      const { id } = (await response.json()) as { readonly id: string }
      return id
    },
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
  const { sql } = database
  await sql`
    update integrations set created_at = now() - make_interval(days => ${HERE_FOR_DAYS}) where id = ${integrationId}`
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
/** The integration is not new: what it has collected by now reaches back as far. */
const HERE_FOR_DAYS = 40

type Pool = ReturnType<typeof openHttpPool>

interface Collecting {
  readonly stream: StreamName
  readonly pool: Pool
  readonly runNo: number
  readonly lane?: CollectionLane | undefined
}

/** As Temporal would: an attempt that meets a connection closed under it is followed by another. */
const ATTEMPTS = 3

async function collect(tenant: Tenant, simulator: Simulator, collecting: Collecting): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await collectOnce(tenant, simulator, collecting, attempt)
    } catch (error) {
      if (!(error instanceof Transient) || attempt === ATTEMPTS) throw error
    }
  }
}

async function collectOnce(
  tenant: Tenant,
  simulator: Simulator,
  { stream, pool, runNo, lane }: Collecting,
  attempt: number,
): Promise<void> {
  const { database, integrationId } = tenant
  const options = optionsFor(simulator)
  const collector = new Collector(tenant, stream, lane)
  const fence = [runNo, 1, attempt] as const
  await collector.claim(fence)
  const { parent } = STREAMS[stream]
  const parents = parent === undefined ? null : STREAMS[parent].records
  const pages = STREAM_READERS[stream].read({
    cursor: null,
    mode: 'metadata',
    upstream: openUpstream(options, pool),
    ids: options.ids,
    otherLogTypes: [],
    nextParent: parentsAhead(async (after, limit) =>
      parents?.type === 'asset'
        ? nextParents(database.sql, { integrationId, kind: parents.kind, after, limit })
        : [],
    ),
    now: () => new Date(),
    since: new Date(Date.now() - HERE_FOR_DAYS * DAY_MS).toISOString(),
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
