import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import type { Database } from '../../src/db/client.ts'
import type { Finding } from '../../src/db/findings/list-findings.ts'
import type { RuleResult } from '../../src/db/rule-results/rule-results.ts'
import { listRuleResults } from '../../src/db/rule-results/rule-results.ts'
import { evaluateRules } from '../../src/evaluation/evaluate-rules.ts'
import type { WalkKeeper } from '../../src/evaluation/walk-place.ts'
import type { IntegrationId, PersonId, RunId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { AnyRuleId, RuleId } from '../../src/model/core/rule-ids.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { listFindingEvents } from './finding-events.ts'
import type { PlantedAsset } from './plant.ts'
import { plantAsset, plantDay, plantDirectory, plantLook, plantPerson } from './plant.ts'
import { definitionOf, plantApproval } from './plant-approval.ts'
import { plantEvents } from './plant-events.ts'
import type { FreshDatabase } from './postgres.ts'
import { freshDatabase } from './postgres.ts'
import { wholeFindings } from './whole-findings.ts'

export const NOW = new Date('2026-11-22T12:00:00Z')
export const daysAgo = (days: number): number => NOW.getTime() / 1_000 - days * 86_400
export const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000)

interface Options {
  readonly now?: Date
  readonly runId?: RunId
  readonly ruleIds?: readonly RuleId[]
  readonly chunk?: number
  /** Events a page. */
  readonly page?: number
  readonly heartbeat?: () => void
  readonly keeper?: WalkKeeper
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
      page,
      keeper,
    } = options
    const input = { integrationId, runId, runNo: asRunNo(1), ruleIds }
    const paging = page === undefined ? {} : { page }
    const keeping = keeper === undefined ? {} : { keeper }
    return evaluateRules({ sql, db, now: () => now, chunk, heartbeat, ...paging, ...keeping }, input)
  }

  findingsOf(integrationId: IntegrationId, ...ruleIds: AnyRuleId[]): Promise<Finding[]> {
    const filter = { integrationIds: [integrationId], ruleIds }
    return wholeFindings(this.database.drizzle, filter, 1_000)
  }

  async resultsOf(integrationId: IntegrationId): Promise<ReadonlyMap<AnyRuleId, RuleResult>> {
    const rows = await listRuleResults(this.database.drizzle, ALL_INTEGRATIONS, integrationId)
    return new Map(rows.map((row) => [row.ruleId, row]))
  }

  /** Kinds of events of a rule's one finding, oldest first. */
  async historyOf(integrationId: IntegrationId, ruleId: AnyRuleId): Promise<string[]> {
    const [finding] = await this.findingsOf(integrationId, ruleId)
    if (!finding) return []
    const events = await listFindingEvents(this.database.drizzle, finding.id, { limit: 100 })
    return events.map(({ kind }) => kind).reverse()
  }
}

/** One failing thing for every rule that judges what is stored. */
export async function plantTrouble(database: Database, integrationId: IntegrationId): Promise<void> {
  const { sql } = database
  const owner = await plantPerson(sql, integrationId, 'user:u-owner', 'owner@example.com')
  const stranger = await plantPerson(sql, integrationId, 'email:x@evil.example', 'X@Evil.example')
  await plantGpts(database, integrationId, owner)
  await plantKeys(database, integrationId)
  await plantAdmins(database, integrationId, stranger)
  await plantOwnTrouble(database, integrationId)
  // A key that was never used is, five days after somebody looked; and the owner has done much on one day.
  await plantLook(sql, integrationId, 'platform.project_keys', later(-8 * 24))
  const used = { signal: 'last_used_at', at: later(-72), count: 1 } as const
  await plantDay(sql, integrationId, { kind: 'api_key', subject: 'key_P1', ...used })
  const busy = { signal: 'platform_audit', at: later(-6 * 24), count: 500 } as const
  await plantDay(sql, integrationId, { kind: 'person', subject: owner, ...busy })
  const first = { ...busy, at: later(-60 * 24), count: 1 }
  await plantDay(sql, integrationId, { kind: 'person', subject: owner, ...first })
  // The owner has left; admin 2 is in no directory, and the others work here.
  const known = Array.from({ length: MORE_OWNERS - 2 }, (_, at) => `Admin-${at + 3}@example.com`)
  await plantDirectory(sql, integrationId, [
    { email: 'owner@example.com', leftAt: later(-48) },
    ...known.map((email) => ({ email })),
  ])
  const plant = (asset: PlantedAsset) => plantAsset(sql, integrationId, asset)
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
  await listedAfterwards(database, integrationId)
}

/** Users were read after all that is there so far: whoever is not among them is gone. */
export async function listedAfterwards({ sql }: Database, integrationId: IntegrationId): Promise<void> {
  await sql`
    update checkpoints set completed_at = now() + interval '1 second'
    where integration_id = ${integrationId} and stream in ('platform.users', 'chatgpt.users')`
}

async function plantGpts({ sql }: Database, integrationId: IntegrationId, owner: PersonId): Promise<void> {
  const plant = (asset: PlantedAsset) => plantAsset(sql, integrationId, asset)
  const action = {
    type: 'custom_action',
    action_domain: 'hooks.example.net',
    auth_type: 'none',
    methods: ['post'],
    operations: 25,
    privacy_policy: 'missing',
  }
  const tools = [action, { type: 'code_interpreter' }, { type: 'browser' }]
  const expert = await plant({
    kind: 'chatgpt.gpt',
    externalId: 'g-store',
    attributes: { name: 'Expert', sharing: { visibility: 'gpt-store' }, latest_config: { id: 'c2' } },
    people: { owner },
  })
  await plantApproval(sql, integrationId, expert, [
    definitionOf('Be kind.'),
    definitionOf('Be kind.', { tools: ['browser', 'code_interpreter'] }),
  ])
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
    kind: 'chatgpt.gpt',
    externalId: 'g-team',
    attributes: { sharing: { visibility: 'workspace-with-link' } },
  })
  await plant({
    kind: 'chatgpt.gpt_config',
    externalId: 'g-team/c1',
    attributes: { created_at: daysAgo(1), tools: [] },
  })
}

async function plantKeys({ sql }: Database, integrationId: IntegrationId): Promise<void> {
  const plant = (asset: PlantedAsset) => plantAsset(sql, integrationId, asset)
  await plant({
    kind: 'platform.project',
    externalId: 'proj_1',
    attributes: { name: 'Prod', status: 'active' },
  })
  await plant({
    kind: 'platform.project_settings',
    externalId: 'proj_1/settings',
    attributes: {
      model_permissions: { mode: 'deny_list', model_ids: [] },
      hosted_tools: { mcp: { enabled: true } },
    },
  })
  await plant({
    kind: 'platform.service_account',
    externalId: 'proj_1/svc_1',
    attributes: { name: 'deploy', role: 'owner', created_at: daysAgo(30) },
  })
  await plant({ kind: 'platform.project', externalId: 'proj_2', attributes: { status: 'archived' } })
  const oldKey = { created_at: daysAgo(200), last_used_at: null, redacted_value: 'sk-proj-…zzzz' }
  const lostKey = {
    ...oldKey,
    expires_at: null,
    owner_type: 'user',
    owner_id: 'u-left',
    owner_project_access: 'inactive',
  }
  for (const project of ['proj_1', 'proj_2']) {
    await plant({ kind: 'platform.project_key', externalId: `${project}/key_P1`, attributes: lostKey })
  }
  await plant({
    kind: 'platform.admin_key',
    externalId: 'key_A1',
    attributes: {
      ...oldKey,
      redacted_value: 'sk-admin-…a1b2',
      expires_at: daysAgo(-5),
      owner_type: 'user',
      owner_id: 'u-owner',
      owner_role: 'reader',
    },
  })
  await plant({ kind: 'platform.admin_key', externalId: 'key_P1', attributes: oldKey })
}

/** With `u-owner` one more than a tenant may have, and one of them a stranger. */
export const MORE_OWNERS = 5

async function plantAdmins(
  { sql }: Database,
  integrationId: IntegrationId,
  stranger: PersonId,
): Promise<void> {
  for (let no = 1; no <= MORE_OWNERS; no += 1) {
    const self =
      no === 1
        ? stranger
        : await plantPerson(sql, integrationId, `user:u-admin-${no}`, `admin-${no}@example.com`)
    await plantAsset(sql, integrationId, {
      kind: 'platform.user',
      externalId: `u-admin-${no}`,
      attributes: {
        role: 'owner',
        added_at: daysAgo(400),
        api_key_last_used_at: daysAgo(1),
        enabled: true,
      },
      people: { self },
    })
  }
}

/**
 * Our own admin key is `key_A1`, and may write; one log of each plane was read to its end a month ago; plugins and roles were read once and are refused now; a day of sign-ins is lost; in two months of
 * our calls the audit log has told of none.
 */
async function plantOwnTrouble({ sql }: Database, integrationId: IntegrationId): Promise<void> {
  await sql`
    insert into credentials (id, integration_id, kind, sealed, last_four, state, created_by)
    values (${randomUUIDv7()}, ${integrationId}, 'admin_key', '\\x00', '…a1b2', 'active',
      '{"kind":"system","id":"test","label":"test"}'::jsonb)`
  await sql`
    update capabilities set state = 'denied', detail = 'the key lacks the scope'
    where integration_id = ${integrationId} and capability in ('chatgpt.plugins_read', 'platform.access_read')
      and state = 'granted'`
  await plantEvents(sql, integrationId, 'platform.audit_logs', [
    {
      eventId: 'own-key',
      at: later(-24 * 30),
      deed: 'api_key.updated',
      attributes: { detail: { id: 'key_A1', changes_requested: { scopes: ['api.management.write'] } } },
    },
  ])
  await sql`
    update checkpoints set completed_at = ${later(-24 * 30).toISOString()}::text::timestamptz
    where integration_id = ${integrationId} and stream in ('logs.APP_LOG', 'platform.usage')`
  await sql`
    insert into runs (id, integration_id, run_no, kind, lane, state, workflow_id, requested_by, started_at, ended_at)
    values (${randomUUIDv7()}, ${integrationId}, 1, 'incremental', 'incremental', 'completed', 'planted',
      '{"kind":"system","id":"test","label":"test"}'::jsonb, ${later(-24 * 60).toISOString()}::text::timestamptz,
      ${later(-24 * 60 + 1).toISOString()}::text::timestamptz)`
  for (const stream of ['logs.AUTH_LOG', 'platform.audit_logs']) {
    await sql`
      insert into collection_gaps (integration_id, stream, lost_from, lost_until, run_id)
      values (${integrationId}, ${stream}, ${later(-72).toISOString()}::text::timestamptz,
        ${later(-48).toISOString()}::text::timestamptz, ${randomUUIDv7()})`
  }
}
