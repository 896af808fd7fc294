import { expect, test } from 'vitest'
import { applyMode } from '../../src/activities/apply-mode.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { AUDIT, DEED, EVENTS, eventRuleBench, noon, RULE, toggled } from '../support/custom-event-rules.ts'

const { bench, api, create, change, evaluate, tenant, plant, findings, counts } = eventRuleBench()
const HOUR_MS = 3_600_000
const LOOKED = 'GET_GPT_INFO'
const LOOKING = { events: { [AUDIT]: [LOOKED] }, expression: 'true' }
const SHARING = { events: { [AUDIT]: ['CONVERSATION_SHARE'] }, expression: 'true' }

const toModeNone = (integrationId: IntegrationId, pace = {}) =>
  applyMode({ database: bench.database }, { integrationId, mode: 'none' }, pace)
const inAnHour = () => ({ now: new Date(Date.now() + HOUR_MS) })

test('a stricter mode takes with it what tells of conversations, and what is no finding yet', async () => {
  const { id, ada } = await tenant()
  const shared = (no: number) => ({
    ...toggled(`s${no}`, noon(1, no), ada, { shared_conversation_id: 'c-1' }),
    deed: 'CONVERSATION_SHARE',
  })
  await plant(id, shared(1), shared(2), toggled('a1', noon(1), ada))
  await create(id)
  await create(id, { id: 'custom.shared', ...SHARING })
  await create(id, { id: 'custom.shared_often', ...SHARING, at_least: 3 })
  expect(await bench.findingsOf(id)).toHaveLength(2)
  await toModeNone(id)
  expect((await bench.findingsOf(id)).map(({ ruleId }) => ruleId)).toEqual([RULE])
  const [left] = await bench.database.sql`
    select count(*)::int as n from custom_rule_waiting where integration_id = ${id}`
  expect(left?.n).toBe(0)
  await evaluate(id, inAnHour())
  expect((await bench.resultsOf(id)).get('custom.shared')).toMatchObject({ reason: 'collection_mode' })
  expect((await bench.resultsOf(id)).get(RULE)).toMatchObject({ reason: null })
})

test('events that name a conversation are counted no more, whatever their deed and whatever kills the purge', async () => {
  const { id, ada, eve } = await tenant()
  const looked = (eventId: string, when: Date, data: object = {}, actor = ada) => ({
    ...toggled(eventId, when, actor, { ...data }),
    deed: LOOKED,
  })
  const named = { conversation_id: 'c-1' }
  await plant(id, looked('n1', noon(1), named), looked('n2', noon(2, 9), named), looked('k2', noon(2)))
  await plant(id, looked('k3', noon(3)), looked('k4', noon(3, 1)), looked('n3', noon(3, 2), named))
  await plant(id, looked('w1', noon(1), named, eve), looked('w2', noon(1), {}, eve))
  await create(id, LOOKING)
  await create(id, { id: 'custom.often', ...LOOKING, at_least: 3 })
  const day = (ago: number) => noon(ago).toISOString().slice(0, 10)
  expect(await counts(id)).toHaveLength(4)
  expect(await bench.findingsOf(id, 'custom.often')).toHaveLength(1)
  for (let survives = 1, isDone = false; !isDone; survives += 1) {
    let batches = 0
    const afterBatch = () => {
      batches += 1
      if (batches === survives) throw new Error('killed')
    }
    isDone = await toModeNone(id, { rowsABatch: 2, afterBatch }).then(
      () => true,
      () => false,
    )
  }
  expect(await counts(id)).toEqual([`${day(3)} open 2`, `${day(2)} open 1`, `${day(1)} open 1`])
  const { sql } = bench.database
  expect(
    await sql`select count(*)::int as n from finding_events where integration_id = ${id} and finding_id not in (
      select id from findings)`,
  ).toEqual([{ n: 0 }])
  const waiting =
    await sql`select event_id as id from custom_rule_waiting where integration_id = ${id} order by 1`
  expect(waiting.map((row) => row.id)).toEqual(['k2', 'w2'])
  await evaluate(id, inAnHour())
  expect(await bench.historyOf(id, 'custom.often'), 'it has too little left').toEqual(['opened', 'resolved'])
  for (const finding of await findings(id)) {
    expect(finding.evidence.detail).toMatchObject({ action: LOOKED })
    const replayed = await api().call('POST', `/api/v1/findings/${finding.id}/replay`)
    expect(replayed.json).toMatchObject({ agrees: true, differences: [] })
  }
})

test('what a version may find in that mode is found again when an earlier one told of conversations', async () => {
  const { id, ada } = await tenant()
  await plant(id, toggled('a1', noon(1), ada))
  await create(id, SHARING)
  await change(id, { events: EVENTS, expression: `event.action == "${DEED}"` })
  expect(await counts(id)).toHaveLength(1)
  await toModeNone(id)
  expect(await findings(id)).toEqual([])
  await evaluate(id, inAnHour())
  expect(await counts(id)).toMatchObject([expect.stringContaining('open 1')])
})
