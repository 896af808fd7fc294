import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { evaluateRules } from '../../src/activities/evaluate-rules.ts'
import type { Database } from '../../src/db/client.ts'
import type { Finding } from '../../src/db/findings/list-findings.ts'
import { listFindingEvents, listFindings } from '../../src/db/findings/list-findings.ts'
import type { RuleResult } from '../../src/db/rule-results/rule-results.ts'
import { listRuleResults } from '../../src/db/rule-results/rule-results.ts'
import type { IntegrationId, RunId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { plantAsset, plantPerson } from './plant.ts'
import type { FreshDatabase } from './postgres.ts'
import { freshDatabase } from './postgres.ts'

export const NOW = new Date('2026-11-22T12:00:00Z')
export const daysAgo = (days: number): number => NOW.getTime() / 1_000 - days * 86_400
export const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000)

interface Options {
  readonly now?: Date
  readonly runId?: RunId
  readonly ruleIds?: readonly RuleId[]
  readonly chunk?: number
  readonly heartbeat?: () => void
}

/** A database of the test file's own, and evaluations in it at a time that the test chooses. */
export class EvaluationBench {
  #fresh: FreshDatabase | null = null

  constructor() {
    beforeAll(async () => {
      this.#fresh = await freshDatabase()
    })
    afterAll(() => this.#fresh?.drop())
  }

  get database(): Database {
    if (!this.#fresh) throw new Error('the database is there within tests only')
    return this.#fresh.database
  }

  evaluate(integrationId: IntegrationId, options: Options = {}) {
    const { sql, drizzle: db } = this.database
    const {
      now = NOW,
      chunk = 1_000,
      heartbeat = () => undefined,
      runId = asRunId(randomUUIDv7()),
      ruleIds = RULE_IDS,
    } = options
    const input = { integrationId, runId, runNo: asRunNo(1), ruleIds }
    return evaluateRules({ sql, db, now: () => now, chunk, heartbeat }, input)
  }

  findingsOf(integrationId: IntegrationId, ...ruleIds: RuleId[]): Promise<Finding[]> {
    const filter = { integrationIds: [integrationId], ruleIds }
    return listFindings(this.database.drizzle, ALL_INTEGRATIONS, filter, { limit: 1_000 })
  }

  async resultsOf(integrationId: IntegrationId): Promise<ReadonlyMap<RuleId, RuleResult>> {
    const rows = await listRuleResults(this.database.drizzle, ALL_INTEGRATIONS, integrationId)
    return new Map(rows.map((row) => [row.ruleId, row]))
  }

  /** Kinds of events of a rule's one finding, oldest first. */
  async historyOf(integrationId: IntegrationId, ruleId: RuleId): Promise<string[]> {
    const [finding] = await this.findingsOf(integrationId, ruleId)
    if (!finding) return []
    const events = await listFindingEvents(this.database.drizzle, finding.id, { limit: 100 })
    return events.map(({ kind }) => kind).reverse()
  }
}

/** One failing thing for every rule. */
export async function plantTrouble({ sql }: Database, integrationId: IntegrationId): Promise<void> {
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
