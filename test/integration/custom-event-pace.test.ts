import { randomUUIDv7 } from 'node:crypto'
import { expect, test } from 'vitest'
import { getCustomRule } from '../../src/db/custom-rules/custom-rules.ts'
import { withRuleLocked } from '../../src/db/findings/rule-lock.ts'
import { purgeWaiting } from '../../src/db/purge/purge-waiting.ts'
import type { EventOutcome } from '../../src/evaluation/custom/event-outcome.ts'
import { judgeCustomEvents } from '../../src/evaluation/custom/judge-custom-events.ts'
import { inEffect, isOverEvents } from '../../src/evaluation/custom/prepared-custom-rule.ts'
import { prepareCustomEventRule } from '../../src/evaluation/custom/prepared-event-rule.ts'
import { WrittenEvents } from '../../src/evaluation/custom/written-events.ts'
import { OPEN_FOR_DAYS } from '../../src/evaluation/events/resolve-aged.ts'
import { readFacts } from '../../src/evaluation/facts.ts'
import { foresee, judgeNow } from '../../src/evaluation/judge-now.ts'
import { Written } from '../../src/evaluation/outcome.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId } from '../../src/model/core/ids.ts'
import {
  AUDIT,
  DAY_MS,
  DEED,
  EXPRESSION,
  eventRuleBench,
  noon,
  RULE,
  toggled,
} from '../support/custom-event-rules.ts'
import { plantEvents } from '../support/plant-events.ts'

const { bench, create, change, evaluate, tenant, plant, counts } = eventRuleBench()

/** What a rule over events costs when there is much of it, and whom it keeps waiting. */

async function judging(id: IntegrationId) {
  const row = await getCustomRule(bench.database.drizzle, id, RULE)
  if (row === null) throw new Error('it was just made')
  return { by: 'custom', rule: inEffect(row) } as const
}

const deps = () => ({ sql: bench.database.sql, db: bench.database.drizzle })

test('findings are brought up to what they count once a version', async () => {
  const { id, ada } = await tenant()
  const { sql } = bench.database
  await plant(id, toggled('a1', noon(1), ada), toggled('a2', noon(1, 1), ada, { feature: 'canvas' }))
  await create(id, { expression: 'true' })
  await change(id, { expression: EXPRESSION })
  expect(await counts(id)).toMatchObject([expect.stringContaining('open 1')])
  expect(await sql`select settled from custom_rule_cursors where integration_id = ${id}`).toEqual([
    { settled: true },
  ])
  // Nobody looks any more: a number that is wrong stays so.
  await sql`update findings set evidence = evidence || '{"observations": 7}' where integration_id = ${id}`
  await evaluate(id)
  expect(await counts(id)).toMatchObject([expect.stringContaining('open 7')])
  await sql`update custom_rule_cursors set settled = false where integration_id = ${id}`
  await evaluate(id)
  expect(await counts(id)).toMatchObject([expect.stringContaining('open 1')])
})

test('a backtest that nobody waits for any more ends, also when it only counts', async () => {
  const { id, ada } = await tenant()
  await plant(id, toggled('a1', noon(1), ada))
  await create(id)
  const rule = await judging(id)
  expect((await foresee(deps(), id, rule))?.counts).toMatchObject({ open: 0, resolve: 0 })
  await expect(foresee({ ...deps(), signal: AbortSignal.abort() }, id, rule)).rejects.toThrow('aborted')
})

test('who judges events by the catalogue keeps no custom rule waiting', async () => {
  const { id, ada } = await tenant()
  await create(id)
  await plant(id, toggled('a1', noon(1), ada))
  const rule = await judging(id)
  await withRuleLocked(bench.database.sql, { integrationId: id, ruleId: 'events', mode: null }, async () => {
    expect(await judgeNow(deps(), id, rule)).toMatchObject({ opened: 1 })
  })
})

/** Judges by the rule as a run does, by the page, with some of what comes of it replaced. */
async function walk(
  id: IntegrationId,
  replaced: (written: EventOutcome) => Partial<EventOutcome>,
  now = new Date(),
) {
  const { sql, drizzle: db } = bench.database
  const facts = await readFacts(db, id, now)
  const { rule } = await judging(id)
  if (facts === null || !isOverEvents(rule)) throw new Error('it was just made')
  const preparation = prepareCustomEventRule(rule, facts)
  if (preparation.state !== 'ready') throw new Error(preparation.obstacle.detail ?? 'it cannot judge')
  const outcome = new Written({ sql, db })
  outcome.events = (place, run) => {
    const written = new WrittenEvents(place, run)
    return {
      begin: (streams) => written.begin(streams),
      page: (page) => written.page(page),
      end: (isWhole) => written.end(isWhole),
      ...replaced(written),
    }
  }
  const place = { sql, integrationId: id, runId: asRunId(randomUUIDv7()), facts, now, outcome }
  await judgeCustomEvents({ ...place, within: 'all', page: 1 }, [preparation.rule])
}

test('the stream that is furthest behind goes first', async () => {
  const { id, ada } = await tenant()
  const OTHER = 'logs.APP_AUTH_LOG'
  const DEEDS = { [AUDIT]: DEED, [OTHER]: 'link' }
  await create(id, { events: { [AUDIT]: [DEED], [OTHER]: ['link'] }, expression: 'true' })
  const commit = (stream: keyof typeof DEEDS) =>
    plantEvents(bench.database.sql, id, stream, [
      { ...toggled(randomUUIDv7(), noon(1), ada), deed: DEEDS[stream] },
    ])
  for (const [busy, other] of [
    [AUDIT, OTHER],
    [OTHER, AUDIT],
  ] as const) {
    for (const stream of [busy, busy, busy, other]) await commit(stream)
    const came: string[] = []
    await walk(id, (written) => ({
      page: (page) => {
        came.push(page.place.stream)
        return written.page(page)
      },
    }))
    expect([came[0], came.at(-1)]).toEqual([busy, other])
  }
})

test('what is long past closes also where a walk does not come to its end', async () => {
  const { id, ada } = await tenant()
  await plant(id, toggled('a1', noon(1), ada))
  await create(id)
  await plant(id, toggled('a2', noon(1, 1), ada))
  await walk(id, () => ({ page: async () => false }), new Date(Date.now() + 100 * DAY_MS))
  expect(await bench.historyOf(id, RULE)).toEqual(['opened', 'resolved'])
})

test('what waits of a rule that is off is forgotten when it is long past', async () => {
  const { id, ada } = await tenant()
  const old = new Date(noon(OPEN_FOR_DAYS).getTime() + DAY_MS / 4)
  await plant(id, toggled('old', old, ada), toggled('new', noon(1), ada))
  await create(id, { at_least: 5 })
  await change(id, { enabled: false })
  const { sql } = bench.database
  await sql`update custom_rule_waiting set occurred_at = occurred_at - interval '2 days' where integration_id = ${id}`
  await purgeWaiting(sql, OPEN_FOR_DAYS)
  const left = await sql`select event_id as id from custom_rule_waiting where integration_id = ${id}`
  expect(left.map((row) => row.id)).toEqual(['new'])
})
