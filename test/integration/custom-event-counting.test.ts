import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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
import { plantAsset } from '../support/plant.ts'

const { bench, api, at, create, change, tryOut, evaluate, tenant, plant, findings, counts } = eventRuleBench()

describe('each event is judged once', () => {
  test('by evaluations that come again, at a time, and after one that died; late ones are counted', async () => {
    const { id, ada } = await tenant()
    await plant(id, toggled('a1', noon(1), ada))
    await create(id)
    await plant(id, toggled('a2', noon(1, 30), ada))
    // Of a day before, and of the same day before the first: both are committed last.
    await plant(id, toggled('late', noon(4), ada), toggled('a0', noon(1, -30), ada))
    let beats = 0
    const heartbeat = () => {
      beats += 1
      if (beats === 1) throw new Error('killed')
    }
    await expect(evaluate(id, { heartbeat, page: 1 })).rejects.toThrow('killed')
    await Promise.all([evaluate(id), evaluate(id), evaluate(id, { page: 1 })])
    const day = (daysAgo: number) => noon(daysAgo).toISOString().slice(0, 10)
    expect(await counts(id)).toEqual([`${day(4)} open 1`, `${day(1)} open 3`])
    const before = await findings(id)
    expect(await evaluate(id)).toMatchObject({ evaluated: 0, opened: 0, resolved: 0 })
    expect(await findings(id)).toEqual(before)
    const told = await bench.database.sql`
      select kind, count(*)::int as n from finding_events where integration_id = ${id} group by kind`
    expect(told).toEqual([{ kind: 'opened', n: 2 }])
  })

  test('by one of several evaluations at a time: the others say nothing of it', async () => {
    const { id, ada } = await tenant()
    await create(id)
    const MANY = 40
    for (let no = 0; no < MANY; no += 1) await plant(id, toggled(`a${no}`, noon(no % 5, no), ada))
    const came = await Promise.all(Array.from({ length: 4 }, () => evaluate(id, { page: 2 })))
    expect(came.reduce((sum, { evaluated }) => sum + evaluated, 0)).toBe(MANY)
    expect(came.reduce((sum, { opened }) => sum + opened, 0)).toBe(5)
  })

  test('however they are cut into commits and pages, and in whatever order they come', async () => {
    const EVENTS_OF_A_DAY = 6
    const events = Array.from({ length: EVENTS_OF_A_DAY }, (_, no) => no)
    const arrivals = fc.record({
      order: fc.shuffledSubarray(events, { minLength: EVENTS_OF_A_DAY, maxLength: EVENTS_OF_A_DAY }),
      cuts: fc.array(fc.integer({ min: 1, max: EVENTS_OF_A_DAY - 1 }), { maxLength: 3 }),
      page: fc.integer({ min: 1, max: 4 }),
      atLeast: fc.constantFrom(1, 3, 4, 5),
    })
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ order, cuts, page, atLeast }) => {
        const { id, ada } = await tenant()
        const expression = `${EXPRESSION} && event.data.action_data.value >= 0`
        await create(id, { at_least: atLeast, expression })
        const edges = [0, ...new Set(cuts.toSorted((a, b) => a - b)), order.length]
        for (const [index, from] of edges.slice(0, -1).entries()) {
          // Every third is no occurrence; all are of one day.
          const part = order.slice(from, edges[index + 1])
          const feature = (no: number) => ({ feature: no % 3 === 0 ? 'canvas' : 'memory', value: no })
          await plant(id, ...part.map((no) => toggled(`e${no}`, noon(1, no), ada, feature(no))))
          await evaluate(id, { page })
        }
        const observed = await bench.database.sql<{ id: string }[]>`
          select event_id as id from observations where integration_id = ${id} order by 1`
        const enough = atLeast <= 4
        const newest = { 'data.action_data.feature': 'memory', 'data.action_data.value': 5 }
        expect(observed.map((one) => one.id)).toEqual(enough ? ['e1', 'e2', 'e4', 'e5'] : [])
        expect((await findings(id)).map(({ evidence }) => [evidence.observations, evidence.detail])).toEqual(
          enough ? [[4, { action: DEED, ...newest }]] : [],
        )
      }),
      { numRuns: 12 },
    )
  })

  test('a new version has a place of its own: it judges the window, and what came while it was off', async () => {
    const { id, ada } = await tenant()
    await plant(id, toggled('a1', noon(2), ada, { feature: 'canvas' }))
    await create(id)
    expect(await counts(id)).toEqual([])
    await change(id, { expression: 'event.data.action_data.feature == "canvas"' })
    expect(await counts(id)).toMatchObject([expect.stringContaining('open 1')])
    await change(id, { enabled: false })
    await plant(id, toggled('a2', noon(1), ada, { feature: 'canvas' }))
    await evaluate(id)
    expect(await counts(id)).toHaveLength(1)
    expect((await bench.resultsOf(id)).get(RULE)).toMatchObject({ reason: 'rule_disabled' })
    expect((await change(id, { enabled: true })).json.evaluation).toMatchObject({ opened: 1 })
    expect(await counts(id)).toHaveLength(2)
  })
})

describe('at least so many in a day', () => {
  test('open a finding with all of them, whenever the last comes; whoever is unknown is not counted', async () => {
    const { id, ada, eve } = await tenant()
    await create(id, { at_least: 3, expression: 'true' })
    await plant(id, toggled('a1', noon(1), ada), toggled('a2', noon(1, 9), ada), toggled('a3', noon(2), ada))
    await plant(id, ...[1, 2, 3].map((no) => toggled(`u${no}`, noon(1, no), null)))
    await plant(id, toggled('e1', noon(1), eve), toggled('e2', noon(1), eve))
    await evaluate(id)
    expect(await findings(id)).toEqual([])
    expect((await bench.resultsOf(id)).get(RULE)).toMatchObject({ notEvaluated: 3, failed: 5 })
    await plant(id, toggled('a0', noon(1, -9), ada))
    await evaluate(id)
    expect(await counts(id)).toMatchObject([expect.stringContaining('open 3')])
    await plant(id, toggled('a4', noon(1, 20), ada))
    await evaluate(id)
    expect(await counts(id)).toMatchObject([expect.stringContaining('open 4')])
    const [left] = await bench.database.sql`
      select count(*)::int as n from custom_rule_waiting where integration_id = ${id}`
    expect(left?.n, 'of eve, and of the day before').toBe(3)
  })
})

describe('it lives as every finding of what happened', () => {
  test('it is about the thing where that is known', async () => {
    const { id, ada } = await tenant()
    await plantAsset(bench.database.sql, id, {
      kind: 'chatgpt.gpt',
      externalId: 'g-1',
      attributes: { name: 'Helper' },
    })
    const deleted = { eventId: 'd1', at: noon(1), deed: 'CUSTOM_GPT_DELETE', actor: ada }
    await plant(id, { ...deleted, attributes: { action_data: { id: 'g-1' } } })
    const body = { events: { [AUDIT]: ['CUSTOM_GPT_DELETE'] }, expression: 'event.target.id == "g-1"' }
    expect((await tryOut(id, body)).json.moves).toMatchObject([
      { asset: { kind: 'chatgpt.gpt', name: 'Helper' } },
    ])
    await create(id, body)
    const [finding] = await findings(id)
    expect(finding).toMatchObject({ assetKind: 'chatgpt.gpt', assetExternalId: 'g-1' })
    const recheck = await api().call('POST', `/api/v1/findings/${finding?.id}/recheck`)
    expect([recheck.status, recheck.json.type]).toEqual([422, '/docs/problems/recheck-impossible'])
    const exception = await api().call('POST', '/api/v1/exceptions', {
      body: {
        ...{ integration_id: id, rule_id: RULE, reason: 'known', owner: 'me' },
        expires_at: new Date(Date.now() + DAY_MS).toISOString(),
      },
    })
    expect(exception.status, exception.text).toBe(201)
    const shown = await api().call('GET', `/api/v1/findings/${finding?.id}`)
    expect(shown.json).toMatchObject({
      title: 'A feature was switched',
      rule_id: RULE,
      excepted: { owner: 'me' },
    })
  })

  test('coverage counts what stands; deleted, it is resolved and forgets its places', async () => {
    const { id, ada } = await tenant()
    await plant(id, toggled('a1', noon(1), ada))
    await create(id)
    await evaluate(id)
    const coverage = await api().call('GET', `/api/v1/coverage?integration=${id}`)
    expect(coverage.json.data?.find(({ rule_id }) => rule_id === RULE)).toMatchObject({
      ...{ outcome: 'fail', standing: 1, failed: 0 },
    })
    const [finding] = await findings(id)
    const replay = () => api().call('POST', `/api/v1/findings/${finding?.id}/replay`)
    expect((await replay()).json).toMatchObject({ agrees: true, differences: [] })
    expect((await api().call('DELETE', at(id, `/${RULE}`))).status).toBe(204)
    expect(await bench.historyOf(id, RULE)).toEqual(['opened', 'resolved'])
    await evaluate(id)
    expect(await bench.historyOf(id, RULE)).toEqual(['opened', 'resolved'])
    const [left] = await bench.database.sql`
      select count(*)::int as n from custom_rule_cursors where integration_id = ${id}`
    expect(left?.n).toBe(0)
    expect((await replay()).json, 'the expression of then is kept').toMatchObject({ agrees: true })
  })

  test('it closes when it is long past', async () => {
    const { id, ada } = await tenant()
    await plant(id, toggled('a1', noon(1), ada))
    await create(id)
    await evaluate(id, { now: new Date(Date.now() + 100 * DAY_MS) })
    expect(await bench.historyOf(id, RULE)).toEqual(['opened', 'resolved'])
  })
})
