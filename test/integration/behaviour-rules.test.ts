import { describe, expect, test } from 'vitest'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { BEHAVIOUR_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { Collector, newTenant } from '../support/db-fixtures.ts'
import { daysAgo, EvaluationBench, later, NOW } from '../support/evaluation.ts'
import { plantAsset, plantDay, plantIntegration, plantLook, plantPerson } from '../support/plant.ts'
import { plantEvents } from '../support/plant-events.ts'

const bench = new EvaluationBench()
const sql = () => bench.database.sql
const DAY_H = 24
const evaluate = (id: IntegrationId, now = NOW) => bench.evaluate(id, { ruleIds: BEHAVIOUR_RULE_IDS, now })

/** A key that was used on some days, and a list of it every day. */
async function plantKey(id: IntegrationId, usedDaysAgo: readonly number[], looks = true): Promise<void> {
  await plantAsset(sql(), id, {
    kind: 'platform.project',
    externalId: 'proj_1',
    attributes: { status: 'active' },
  })
  await plantAsset(sql(), id, {
    kind: 'platform.project_key',
    externalId: 'proj_1/key_1',
    attributes: { created_at: daysAgo(300), last_used_at: daysAgo(usedDaysAgo.at(-1) ?? 0) },
  })
  const used = { kind: 'api_key', subject: 'key_1', signal: 'last_used_at', count: 1 } as const
  for (const ago of usedDaysAgo) await plantDay(sql(), id, { ...used, at: later(-ago * DAY_H) })
  if (looks) {
    for (const ago of [40, 20, 4])
      await plantLook(sql(), id, 'platform.project_keys', later(-ago * DAY_H - 1))
  }
  // Figures of usage may not be read, so the lists alone tell.
  await sql()`update capabilities set state = 'denied' where integration_id = ${id} and capability = 'platform.usage_read'`
}

async function plantBusyPerson(id: IntegrationId, ago: number, count = 400): Promise<void> {
  const [self, byAddress] = [
    await plantPerson(sql(), id, 'user:u-1', 'One@example.com'),
    await plantPerson(sql(), id, 'email:one@example.com', 'one@example.com'),
  ]
  await plantAsset(sql(), id, {
    kind: 'chatgpt.user',
    externalId: 'u-1',
    attributes: { role: 'standard-user', status: 'active', created_at: daysAgo(300) },
    people: { self },
  })
  const first = { kind: 'person', subject: self, signal: 'conversations', count: 1 } as const
  await plantDay(sql(), id, { ...first, at: later(-100 * DAY_H) })
  for (const subject of [self, byAddress]) {
    const half = { kind: 'person', subject, signal: 'conversations', count: count / 2 } as const
    await plantDay(sql(), id, { ...half, at: later(-ago * DAY_H) })
  }
}

const madeDaysAgo = (id: IntegrationId, days: number) =>
  sql()`update integrations set created_at = ${later(-days * DAY_H).toISOString()}::text::timestamptz where id = ${id}`

describe('a new integration', () => {
  test('warms up for seven days; then it speaks of what came after them, and not of the days before', async () => {
    const id = await plantIntegration(sql())
    await madeDaysAgo(id, 3)
    await plantKey(id, [60, 2])
    await plantBusyPerson(id, 2)
    await evaluate(id)
    const results = await bench.resultsOf(id)
    for (const ruleId of BEHAVIOUR_RULE_IDS) {
      const detail = 'warming up until 2026-11-26'
      expect(results.get(ruleId)).toMatchObject({ reason: 'warming_up', reasonDetail: detail, failed: 0 })
    }
    await evaluate(id, later(6 * DAY_H))
    expect(await bench.findingsOf(id)).toEqual([])
    expect((await bench.resultsOf(id)).get('nhi.woke_up')).toMatchObject({ reason: null, passed: 1 })
    await madeDaysAgo(id, 30)
    await evaluate(id, later(7 * DAY_H))
    expect((await bench.findingsOf(id)).map(({ ruleId }) => ruleId).toSorted()).toEqual([
      'nhi.woke_up',
      'user.unusual_activity',
    ])
  })
})

describe('nhi.woke_up', () => {
  test('opens once, is no news again, and closes when it is long past', async () => {
    const id = await plantIntegration(sql())
    await plantKey(id, [60, 3])
    await evaluate(id)
    await evaluate(id, later(DAY_H))
    const [finding] = await bench.findingsOf(id)
    expect(finding).toMatchObject({
      ruleId: 'nhi.woke_up',
      severity: 'medium',
      evidence: { woke_up_on: '2026-11-19', silent_days: 56, silence_told_by: 'listing' },
    })
    expect(await bench.historyOf(id, 'nhi.woke_up')).toEqual(['opened'])
    await evaluate(id, later(95 * DAY_H))
    expect(await bench.historyOf(id, 'nhi.woke_up')).toEqual(['opened', 'resolved'])
  })

  test('says that it cannot judge a silence during which nobody looked', async () => {
    const id = await plantIntegration(sql())
    await plantKey(id, [60, 3], false)
    await plantLook(sql(), id, 'platform.admin_keys', later(-50 * DAY_H))
    await evaluate(id)
    expect(await bench.findingsOf(id)).toEqual([])
    expect((await bench.resultsOf(id)).get('nhi.woke_up')).toMatchObject({
      notEvaluated: 1,
      assetReasons: { no_activity_signal: 1 },
    })
  })

  test('remembers what a key said when it was read, although the key itself shows the newest alone', async () => {
    const tenant = await newTenant(bench.database)
    const collector = new Collector(tenant, 'platform.project_keys')
    for (const [run, last_used_at] of [daysAgo(60), daysAgo(60), daysAgo(3)].entries()) {
      await collector.claim([run + 1, 0, 1])
      const key = {
        type: 'asset',
        kind: 'platform.project_key',
        externalId: 'proj_1/key_1',
        parentId: 'proj_1',
        attributes: { created_at: daysAgo(300), last_used_at },
        sealed: {},
        people: {},
      } as const
      await commitBatch(sql(), collector.batch([run + 1, 0, 1], [key]))
    }
    const days = await sql()`select day::text from activity_daily
      where integration_id = ${tenant.integrationId} order by day`
    expect(days.map(({ day }) => day)).toEqual(['2026-09-23', '2026-11-19'])
  })
})

describe('user.unusual_activity', () => {
  test('adds up the rows of one human, and follows what comes late: a day that was usual after all is none', async () => {
    const id = await plantIntegration(sql())
    await plantBusyPerson(id, 3, 150)
    await evaluate(id)
    const [finding] = await bench.findingsOf(id)
    expect(finding).toMatchObject({
      ruleId: 'user.unusual_activity',
      evidence: {
        days: [{ day: '2026-11-19', count: 150, signal: 'conversations', median: 0, history_days: 28 }],
      },
    })
    const [self] = await sql()<
      { id: string }[]
    >`select id from people where integration_id = ${id} and ref = 'user:u-1'`
    const usual = { kind: 'person', subject: self?.id ?? '', signal: 'conversations', count: 140 } as const
    for (let ago = 4; ago < 100; ago += 1) await plantDay(sql(), id, { ...usual, at: later(-ago * DAY_H) })
    await evaluate(id, later(DAY_H))
    expect(await bench.historyOf(id, 'user.unusual_activity')).toEqual(['opened', 'resolved'])
  })

  test('counts what was committed before it judges', async () => {
    const id = await plantIntegration(sql())
    const self = await plantPerson(sql(), id, 'user:u-2', 'two@example.com')
    await plantAsset(sql(), id, {
      kind: 'chatgpt.user',
      externalId: 'u-2',
      attributes: { status: 'active', created_at: daysAgo(300) },
      people: { self },
    })
    const deeds = Array.from({ length: 120 }, (_, n) => ({
      eventId: `e${n}`,
      at: new Date(later(-3 * DAY_H).getTime() + n * 1_000),
      deed: 'GPT_CREATE',
      actor: self,
    }))
    const first = { eventId: 'first', at: later(-100 * DAY_H), deed: 'GPT_CREATE', actor: self }
    await plantEvents(sql(), id, 'logs.AUDIT_LOG', [first, ...deeds])
    await evaluate(id)
    expect((await bench.findingsOf(id)).map(({ evidence }) => evidence.days)).toMatchObject([
      [{ signal: 'AUDIT_LOG', count: 120 }],
    ])
  })
})
