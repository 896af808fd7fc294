import { randomUUIDv7 } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { putRuleSetting } from '../../src/db/rule-settings/rule-settings.ts'
import type { IntegrationId, RunId } from '../../src/model/core/ids.ts'
import { asRunId } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { daysAgo, EvaluationBench, later, plantTrouble } from '../support/evaluation.ts'
import { listFindingEvents } from '../support/finding-events.ts'
import { plantAsset, plantIntegration } from '../support/plant.ts'

const bench = new EvaluationBench()

describe('a finding’s life', () => {
  const KEY = { kind: 'platform.admin_key', externalId: 'key_A1' } as const
  const RULE = ['key.admin_unused'] as const satisfies RuleId[]
  const plantKey = (integrationId: IntegrationId, lastUsedDaysAgo: number | null | undefined) =>
    plantAsset(bench.database.sql, integrationId, {
      ...KEY,
      attributes: {
        created_at: daysAgo(400),
        ...(lastUsedDaysAgo !== undefined && {
          last_used_at: lastUsedDaysAgo === null ? null : daysAgo(lastUsedDaysAgo),
        }),
      },
    })
  const run = (integrationId: IntegrationId, hours: number, runId?: RunId) =>
    bench.evaluate(integrationId, { now: later(hours), ruleIds: RULE, ...(runId && { runId }) })

  test('opened, resolved, reopened; a retry of a run says nothing twice; time alone is no news', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantKey(integrationId, 100)
    const runId = asRunId(randomUUIDv7())
    expect(await run(integrationId, 0, runId)).toEqual({ evaluated: 1, opened: 1, resolved: 0 })
    expect(await run(integrationId, 0, runId)).toEqual({ evaluated: 1, opened: 0, resolved: 0 })
    await run(integrationId, 48)
    expect(await bench.historyOf(integrationId, RULE[0])).toEqual(['opened'])
    const [aged] = await bench.findingsOf(integrationId, RULE[0])
    expect(aged?.evidence).toMatchObject({ idle_days: 102 })
    await plantKey(integrationId, 1)
    await run(integrationId, 49)
    const [resolved] = await bench.findingsOf(integrationId, RULE[0])
    expect(resolved).toMatchObject({
      state: 'resolved',
      resolvedAt: later(49).toISOString().replace('.000', ''),
    })
    await plantKey(integrationId, 300)
    await run(integrationId, 50)
    const [reopened] = await bench.findingsOf(integrationId, RULE[0])
    expect(reopened).toMatchObject({ id: aged?.id, state: 'reopened', reopenedCount: 1, resolvedAt: null })
    expect(await bench.historyOf(integrationId, RULE[0])).toEqual(['opened', 'resolved', 'reopened'])
  })

  test('not evaluated neither opens nor resolves', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantKey(integrationId, null)
    await run(integrationId, 0)
    await plantKey(integrationId, undefined)
    await run(integrationId, 1)
    expect(await bench.historyOf(integrationId, RULE[0])).toEqual(['opened'])
    expect((await bench.resultsOf(integrationId)).get(RULE[0])).toMatchObject({
      failed: 0,
      notEvaluated: 1,
      assetReasons: { value_absent_upstream: 1 },
    })
    await bench.database.sql`delete from checkpoints where integration_id = ${integrationId}`
    await run(integrationId, 2)
    expect((await bench.resultsOf(integrationId)).get(RULE[0])?.reason).toBe('stream_incomplete')
    expect(await bench.findingsOf(integrationId)).toMatchObject([{ state: 'open' }])
  })

  test('resolves when the asset is gone, and stays so', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantKey(integrationId, null)
    await run(integrationId, 0)
    await bench.database.sql`update assets set deleted_at = now() where integration_id = ${integrationId}`
    expect(await run(integrationId, 1)).toMatchObject({ resolved: 1 })
    expect(await run(integrationId, 2)).toMatchObject({ resolved: 0 })
    const [finding] = await bench.findingsOf(integrationId)
    const events = finding && (await listFindingEvents(bench.database.drizzle, finding.id, { limit: 10 }))
    expect(events?.[0]).toMatchObject({ kind: 'resolved', detail: { because: 'asset_gone' } })
  })

  test('an older evaluation that ends later changes nothing', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantKey(integrationId, null)
    await run(integrationId, 5)
    await plantKey(integrationId, 1)
    await run(integrationId, 4)
    expect(await bench.findingsOf(integrationId)).toMatchObject([{ state: 'open' }])
    expect((await bench.resultsOf(integrationId)).get(RULE[0])).toMatchObject({ failed: 1, passed: 0 })
  })

  test('an attempt that dies between chunks is finished by the next, and nothing is told twice', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    for (let index = 0; index < 10; index += 1) {
      await plantAsset(bench.database.sql, integrationId, {
        kind: 'platform.admin_key',
        externalId: `key_${index}`,
        attributes: { created_at: daysAgo(400), last_used_at: null },
      })
    }
    const runId = asRunId(randomUUIDv7())
    const attempt = { runId, ruleIds: RULE, chunk: 3 }
    let beats = 0
    const dying = bench.evaluate(integrationId, {
      ...attempt,
      heartbeat: () => {
        beats += 1
        if (beats === 2) throw new Error('killed')
      },
    })
    await expect(dying).rejects.toThrow('killed')
    expect(await bench.findingsOf(integrationId)).toHaveLength(6)
    expect(await bench.evaluate(integrationId, { ...attempt, now: later(1) })).toMatchObject({ opened: 4 })
    const events = await bench.database.sql`
      select kind from finding_events where integration_id = ${integrationId}`
    expect(events).toHaveLength(10)
    expect((await bench.resultsOf(integrationId)).get(RULE[0])).toMatchObject({ failed: 10 })
  })

  test('two evaluations at once tell each thing once', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    for (let index = 0; index < 30; index += 1) {
      await plantAsset(bench.database.sql, integrationId, {
        kind: 'platform.admin_key',
        externalId: `key_${index}`,
        attributes: { created_at: daysAgo(400), last_used_at: null },
      })
    }
    const both = await Promise.all([run(integrationId, 0), run(integrationId, 0)])
    expect(both[0].opened + both[1].opened).toBe(30)
    const [counted] = await bench.database.sql<{ findings: number; events: number }[]>`
      select (select count(*) from findings where integration_id = ${integrationId}) as findings,
        (select count(*) from finding_events where integration_id = ${integrationId}) as events`
    expect(counted).toEqual({ findings: 30, events: 30 })
  })
})

describe('settings', () => {
  test('an allow list set before the first evaluation holds from the start', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantTrouble(bench.database, integrationId)
    const choice = { enabled: true, severity: null }
    await putRuleSetting(bench.database.drizzle, integrationId, 'gpt.custom_actions', {
      ...choice,
      parameters: { allowedHosts: ['*.example.net'] },
    })
    await putRuleSetting(bench.database.drizzle, integrationId, 'gpt.public_store', {
      ...choice,
      parameters: { approvedGpts: ['g-store'] },
    })
    await bench.evaluate(integrationId)
    expect(await bench.findingsOf(integrationId, 'gpt.custom_actions', 'gpt.public_store')).toEqual([])
    const results = await bench.resultsOf(integrationId)
    expect(results.get('gpt.custom_actions')?.assetReasons).toEqual({ 'passed:allowed_hosts': 1 })
    expect(results.get('gpt.public_store')?.assetReasons).toEqual({ 'passed:approved_gpt': 1 })
  })

  test('a severity of one’s own is the effective one, moves the due date and leaves the published', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantTrouble(bench.database, integrationId)
    await bench.evaluate(integrationId, { ruleIds: ['gpt.public_link'] })
    await putRuleSetting(bench.database.drizzle, integrationId, 'gpt.public_link', {
      enabled: true,
      severity: 'low',
      parameters: {},
    })
    await bench.evaluate(integrationId, { now: later(1), ruleIds: ['gpt.public_link'] })
    expect(await bench.findingsOf(integrationId)).toMatchObject([
      {
        severity: 'high',
        effectiveSeverity: 'low',
        severityReason: 'set for this integration',
        dueAt: '2027-02-20T13:00:00Z',
      },
    ])
    expect(await bench.historyOf(integrationId, 'gpt.public_link')).toEqual(['opened', 'severity_changed'])
  })

  test('a rule that is switched off, or whose settings are unusable, says so and leaves its findings', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantTrouble(bench.database, integrationId)
    await bench.evaluate(integrationId)
    const rest = { severity: null, parameters: {} }
    await putRuleSetting(bench.database.drizzle, integrationId, 'invite.stale', { ...rest, enabled: false })
    await putRuleSetting(bench.database.drizzle, integrationId, 'user.inactive', {
      ...rest,
      enabled: true,
      parameters: { maxIdleDays: 'soon' },
    })
    await bench.evaluate(integrationId, { now: later(1) })
    const results = await bench.resultsOf(integrationId)
    expect(results.get('invite.stale')?.reason).toBe('rule_disabled')
    expect(results.get('user.inactive')?.reasonDetail).toBe(
      'its settings are not usable (maxIdleDays); set them again',
    )
    expect(await bench.findingsOf(integrationId, 'invite.stale', 'user.inactive')).toMatchObject([
      { state: 'open' },
      { state: 'open' },
    ])
  })
})
