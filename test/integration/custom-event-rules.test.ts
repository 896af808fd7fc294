import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { applyMode } from '../../src/activities/apply-mode.ts'
import { getCustomRule } from '../../src/db/custom-rules/custom-rules.ts'
import { windowBegin } from '../../src/db/custom-rules/window-begin.ts'
import { inEffect } from '../../src/evaluation/custom/prepared-custom-rule.ts'
import { foresee, judgeNow } from '../../src/evaluation/judge-now.ts'
import type { IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import type { JsonObject } from '../../src/model/core/json.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { EvaluationBench } from '../support/evaluation.ts'
import { plantAsset, plantIntegration, plantPerson } from '../support/plant.ts'
import type { PlantedEvent } from '../support/plant-events.ts'
import { plantEvents } from '../support/plant-events.ts'

const bench = new EvaluationBench()
let api: TestApi

beforeAll(async () => {
  api = await startTestApi(bench.database)
})
afterAll(() => api?.close())

const RULE = 'custom.features_at_night'
const AUDIT = 'logs.AUDIT_LOG'
const DEED = 'WORKSPACE_TOGGLE_FEATURE'
const EVENTS = { [AUDIT]: [DEED] }
const EXPRESSION = 'event.data.action_data.feature == "memory" && event.actor.domain == "example.com"'
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Noon of some days ago: what is planted around it is of one day. */
const noon = (daysAgo: number, minutes = 0): Date =>
  new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - daysAgo * DAY_MS + DAY_MS / 2 + minutes * 60_000)

const at = (id: IntegrationId, path = ''): string => `/api/v1/integrations/${id}/custom-rules${path}`
const create = (id: IntegrationId, more: object = {}): Promise<Answer> =>
  api.call('POST', at(id), {
    body: {
      ...{ id: RULE, events: EVENTS, title: 'A feature was switched', severity: 'high' },
      ...{ expression: EXPRESSION, ...more },
    },
  })
const change = (id: IntegrationId, body: object): Promise<Answer> =>
  api.call('PATCH', at(id, `/${RULE}`), { body })
const tryOut = (id: IntegrationId, body: object = {}): Promise<Answer> =>
  api.call('POST', at(id, '/backtest'), {
    body: { events: EVENTS, severity: 'high', expression: EXPRESSION, ...body },
  })
/** As at the end of an incremental collection, by one rule of the catalogue, which finds nothing here. */
const evaluate = (id: IntegrationId, more: Parameters<typeof bench.evaluate>[1] = {}) =>
  bench.evaluate(id, { ruleIds: ['access.login_burst'], now: new Date(), ...more })

async function tenant(): Promise<{ id: IntegrationId; ada: PersonId; eve: PersonId }> {
  const { sql } = bench.database
  const id = await plantIntegration(sql)
  const ada = await plantPerson(sql, id, 'user:u-ada', 'Ada@Example.com')
  const eve = await plantPerson(sql, id, 'user:u-eve', 'eve@evil.example')
  return { id, ada, eve }
}

const toggled = (
  eventId: string,
  when: Date,
  actor: PlantedEvent['actor'],
  data: JsonObject = { feature: 'memory' },
): PlantedEvent => ({
  ...{ eventId, at: when, deed: DEED, ...(actor !== undefined && { actor }) },
  attributes: { action_result: 'SUCCESS', action_data: data },
})
const plant = (id: IntegrationId, ...events: readonly PlantedEvent[]) =>
  plantEvents(bench.database.sql, id, AUDIT, events)

interface Happened {
  readonly day: string
  readonly occurrences: number
}

const findings = (id: IntegrationId) => bench.findingsOf(id, RULE)
const standing = async (id: IntegrationId): Promise<string[]> =>
  (await findings(id))
    .filter(({ state }) => state !== 'resolved')
    .map((finding) => finding.fingerprint)
    .sort()
const counts = async (id: IntegrationId) =>
  (await findings(id))
    .map(({ state, evidence }) => `${evidence.day} ${state} ${evidence.observations}`)
    .sort()
const fingerprints = ({ json }: Answer, ...moves: string[]): string[] =>
  (json.moves ?? [])
    .filter(({ move }) => moves.includes(String(move)))
    .map(({ fingerprint }) => String(fingerprint))
    .sort()

describe('a backtest equals what saving then does', () => {
  test('of a new rule: one finding a person, thing and day, with examples', async () => {
    const { id, ada, eve } = await tenant()
    await plant(id, toggled('a1', noon(1), ada), toggled('a2', noon(1, 5), ada), toggled('a3', noon(2), ada))
    await plant(id, toggled('e1', noon(1), eve), toggled('a4', noon(1), ada, { feature: 'canvas' }))
    await plant(id, toggled('a5', noon(1), ada, {}), { eventId: 'x', at: noon(1), deed: 'DOMAIN_CREATE' })
    const foreseen = await tryOut(id)
    expect(foreseen.status, foreseen.text).toBe(200)
    expect(foreseen.json).toMatchObject({
      judged: { passed: 2, failed: 3, not_evaluated: 1, reason: null },
      would: { open: 2, reopen: 0, resolve: 0, severity: 0 },
    })
    expect(foreseen.json.judged?.reason_detail).toContain('`feature` (line 1, column 24)')
    expect(foreseen.json.moves?.map(({ happened }) => happened)).toEqual(
      expect.arrayContaining([
        { day: noon(1).toISOString().slice(0, 10), actor: 'Ada@Example.com', occurrences: 2 },
      ]),
    )
    expect(await standing(id), 'nothing is saved').toEqual([])
    const made = await create(id)
    expect(made.status, made.text).toBe(201)
    expect(made.json).toMatchObject({
      ...{ version: 1, kind: null, events: EVENTS, at_least: 1 },
      evaluation: { state: 'done', opened: 2, resolved: 0 },
    })
    const said = (foreseen.json.moves ?? []).map(({ happened }) => happened as unknown as Happened)
    expect(await counts(id)).toEqual(said.map((one) => `${one.day} open ${one.occurrences}`).sort())
    const [finding] = (await findings(id)).filter(({ evidence }) => evidence.observations === 2)
    expect(finding).toMatchObject({
      ...{ state: 'open', assetKind: 'chatgpt.workspace', category: 'Custom', ruleVersion: 1 },
      parameters: { events: EVENTS, expression: EXPRESSION, at_least: 1 },
      evidence: {
        actor_person_id: ada,
        detail: { action: DEED, 'data.action_data.feature': 'memory' },
      },
    })
    expect(JSON.stringify(await findings(id)), 'people are said by id').not.toMatch(/example\.com"/i)
    expect((await bench.resultsOf(id)).get(RULE)).toMatchObject({ failed: 3, passed: 2, notEvaluated: 1 })
  })

  test('of other versions: the window is judged again, and what is found no more is resolved', async () => {
    const { id, ada, eve } = await tenant()
    await plant(id, toggled('a1', noon(3), ada), toggled('a2', noon(3, 5), ada), toggled('a3', noon(2), ada))
    await plant(id, toggled('e1', noon(1), eve), toggled('a4', noon(3, 9), ada, { feature: 'canvas' }))
    const all = 'event.data.action_data.feature != ""'
    await create(id, { expression: all })
    expect(await counts(id)).toHaveLength(3)
    const versions: readonly [object, object][] = [
      [{ expression: EXPRESSION }, { open: 0, resolve: 1 }],
      [
        { expression: EXPRESSION, at_least: 2 },
        { open: 0, resolve: 1 },
      ],
      [
        { expression: all, at_least: 3, severity: 'low' },
        { open: 0, resolve: 0, severity: 1 },
      ],
      [
        { expression: all, at_least: 1 },
        { reopen: 2, resolve: 0 },
      ],
      [{ expression: 'event.data.nothing == 1' }, {}],
      [{ expression: 'has(event.data.action_data.role)', at_least: 1 }, { resolve: 3 }],
    ]
    for (const [text, would] of versions) {
      const foreseen = await tryOut(id, { id: RULE, ...text })
      const before = await standing(id)
      const changed = await change(id, text)
      expect(changed.status).toBe(foreseen.status)
      if (foreseen.status !== 200) continue
      expect(foreseen.json.would).toMatchObject(would)
      const after = await standing(id)
      const message = JSON.stringify(text)
      expect(
        after.filter((one) => !before.includes(one)),
        message,
      ).toEqual(fingerprints(foreseen, 'open', 'reopen'))
      expect(
        before.filter((one) => !after.includes(one)),
        message,
      ).toEqual(fingerprints(foreseen, 'resolve'))
      expect(changed.json.evaluation).toMatchObject({
        opened: fingerprints(foreseen, 'open', 'reopen').length,
        resolved: fingerprints(foreseen, 'resolve').length,
      })
      const severities = (await findings(id)).filter(({ state }) => state !== 'resolved')
      for (const finding of severities) expect(finding.severity).toBe(changed.json.severity)
    }
    expect(await bench.historyOf(id, RULE)).toEqual(expect.arrayContaining(['opened', 'resolved']))
  })

  test('what a version counted and the next does not is taken out of a finding that stays', async () => {
    const { id, ada } = await tenant()
    await plant(id, toggled('a1', noon(1), ada), toggled('a2', noon(1, 5), ada, { feature: 'canvas' }))
    await create(id, { expression: 'true' })
    expect(await counts(id)).toMatchObject([expect.stringContaining('open 2')])
    await change(id, { expression: EXPRESSION })
    const [finding] = await findings(id)
    expect(finding?.evidence).toMatchObject({
      ...{ observations: 1, last_at: noon(1).toISOString().replace('.000Z', 'Z') },
      detail: { 'data.action_data.feature': 'memory' },
    })
    expect((await api.call('POST', `/api/v1/findings/${finding?.id}/replay`)).json).toMatchObject({
      ...{ agrees: true, differences: [] },
    })
  })
})

test('whatever happened and whatever is written next, a backtest says what saving does', async () => {
  const event = fc.record({
    who: fc.constantFrom('ada', 'eve'),
    // The last is longer ago than anything stays open.
    day: fc.constantFrom(1, 2, 95),
    feature: fc.constantFrom('memory', 'canvas', null),
  })
  const version = fc.record({
    expression: fc.constantFrom(
      ...['true', 'false', EXPRESSION, 'event.data.action_data.feature == "canvas"'],
      'event.actor.domain != "example.com"',
    ),
    at_least: fc.integer({ min: 1, max: 3 }),
    severity: fc.constantFrom('low', 'high'),
  })
  const life = fc.record({
    commits: fc.array(fc.array(event, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    versions: fc.array(version, { minLength: 2, maxLength: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(life, async ({ commits, versions }) => {
      const { id, ada, eve } = await tenant()
      await create(id, versions[0])
      for (const [at, text] of versions.entries()) {
        const happened = (commits[at] ?? []).map(({ who, day, feature }, no) =>
          toggled(
            `e${at}-${no}`,
            noon(day, no),
            who === 'ada' ? ada : eve,
            feature === null ? {} : { feature },
          ),
        )
        if (happened.length > 0) await plant(id, ...happened)
        if (at % 2 === 1) await evaluate(id)
        const before = await standing(id)
        const foreseen = await tryOut(id, { id: RULE, ...text })
        const changed = await change(id, { ...text, title: `Version ${at}` })
        const { open = 0, reopen = 0, resolve } = foreseen.json.would as Record<string, number>
        expect(changed.json.evaluation).toMatchObject({ opened: open + reopen, resolved: resolve })
        const closed = new Set(fingerprints(foreseen, 'resolve'))
        const expected = [...before, ...fingerprints(foreseen, 'open', 'reopen')].filter(
          (one) => !closed.has(one),
        )
        expect(await standing(id)).toEqual([...new Set(expected)].sort())
      }
    }),
    { numRuns: 15 },
  )
})

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
    const recheck = await api.call('POST', `/api/v1/findings/${finding?.id}/recheck`)
    expect([recheck.status, recheck.json.type]).toEqual([422, '/docs/problems#recheck-impossible'])
    const exception = await api.call('POST', '/api/v1/exceptions', {
      body: {
        ...{ integration_id: id, rule_id: RULE, reason: 'known', owner: 'me' },
        expires_at: new Date(Date.now() + DAY_MS).toISOString(),
      },
    })
    expect(exception.status, exception.text).toBe(201)
    const shown = await api.call('GET', `/api/v1/findings/${finding?.id}`)
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
    const coverage = await api.call('GET', `/api/v1/coverage?integration=${id}`)
    expect(coverage.json.data?.find(({ rule_id }) => rule_id === RULE)).toMatchObject({
      ...{ outcome: 'fail', standing: 1, failed: 0 },
    })
    const [finding] = await findings(id)
    const replay = () => api.call('POST', `/api/v1/findings/${finding?.id}/replay`)
    expect((await replay()).json).toMatchObject({ agrees: true, differences: [] })
    expect((await api.call('DELETE', at(id, `/${RULE}`))).status).toBe(204)
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

  test('a stricter mode takes with it what tells of conversations, and what is no finding yet', async () => {
    const { id, ada } = await tenant()
    const shared = (no: number) => ({
      ...toggled(`s${no}`, noon(1, no), ada, { shared_conversation_id: 'c-1' }),
      deed: 'CONVERSATION_SHARE',
    })
    await plant(id, shared(1), shared(2), toggled('a1', noon(1), ada))
    const sharing = { events: { [AUDIT]: ['CONVERSATION_SHARE'] }, expression: 'true' }
    await create(id)
    await create(id, { id: 'custom.shared', ...sharing })
    await create(id, { id: 'custom.shared_often', ...sharing, at_least: 3 })
    expect(await bench.findingsOf(id)).toHaveLength(2)
    const { sql, drizzle } = bench.database
    await applyMode(
      { database: { sql, drizzle, close: async () => undefined } },
      { integrationId: id, mode: 'none' },
    )
    expect((await bench.findingsOf(id)).map(({ ruleId }) => ruleId)).toEqual([RULE])
    const [left] = await sql`select count(*)::int as n from custom_rule_waiting where integration_id = ${id}`
    expect(left?.n).toBe(0)
    await evaluate(id, { now: new Date(Date.now() + HOUR_MS) })
    expect((await bench.resultsOf(id)).get('custom.shared')).toMatchObject({ reason: 'collection_mode' })
    expect((await bench.resultsOf(id)).get(RULE)).toMatchObject({ reason: null })
  })
})

describe('the window', () => {
  test('bounds a backtest and a save alike, in whole commits; from there on nothing passes by', async () => {
    const { id, ada } = await tenant()
    await plant(id, toggled('a1', noon(6), ada))
    await plant(id, toggled('a2', noon(5), ada), toggled('a3', noon(4), ada))
    await plant(id, toggled('a4', noon(3), ada))
    const { sql, drizzle: db } = bench.database
    const begins = await Promise.all(
      [1, 2, 3, 9].map((events) => windowBegin(sql, { integrationId: id, stream: AUDIT, events })),
    )
    expect(begins).toEqual([2, 2, 1, 0])
    await create(id, { enabled: false })
    await sql`update custom_rules set enabled = true where integration_id = ${id}`
    const row = await getCustomRule(db, id, RULE)
    if (row === null) throw new Error('it was just made')
    const judging = { by: 'custom', rule: inEffect(row) } as const
    const deps = { sql, db, window: 3 }
    expect((await foresee(deps, id, judging))?.counts).toMatchObject({ open: 3 })
    expect(await judgeNow(deps, id, judging)).toMatchObject({ opened: 3 })
    expect((await foresee(deps, id, judging))?.counts).toMatchObject({ open: 0, resolve: 0 })
    await plant(id, toggled('b1', noon(9), ada))
    await plant(id, toggled('b2', noon(8), ada))
    expect((await foresee({ ...deps, window: 1 }, id, judging))?.counts).toMatchObject({ open: 1 })
    await evaluate(id)
    expect(await counts(id)).toHaveLength(5)
  })

  test('a rule that was changed while a run judges by it counts nothing by what it was', async () => {
    const { id, ada } = await tenant()
    await create(id, { expression: 'false' })
    await plant(id, toggled('a1', noon(1), ada))
    const { sql, drizzle: db } = bench.database
    const row = await getCustomRule(db, id, RULE)
    if (row === null) throw new Error('it was just made')
    await change(id, { title: 'Another', expression: 'event.time < 0' })
    const old = { by: 'custom', rule: { ...inEffect(row), expression: 'true' } } as const
    expect(await judgeNow({ sql, db }, id, old)).toMatchObject({ opened: 0 })
    expect(await findings(id)).toEqual([])
  })
})

test('the examples of the how-to are rules', async () => {
  const { id } = await tenant()
  const text = await readFile(new URL('../../docs/how-to/custom-rules.md', import.meta.url), 'utf8')
  const examples = [...text.matchAll(/```yaml\n([^`]*)```/g)].map(([, yaml]) => parse(yaml ?? '') as object)
  expect(examples.filter((one) => 'events' in one).length).toBeGreaterThan(1)
  for (const [no, example] of examples.entries()) {
    const made = await api.call('POST', at(id), { body: { id: `custom.example_${no}`, ...example } })
    expect(made.status, made.text).toBe(201)
  }
})

describe('bad input', () => {
  test.each([
    ['wrong', 'event.data.action_data.featur == "x"', 'line 1, column 24: No such key: featur'],
    ['about assets', 'true &&\nasset.name == "x"', 'line 2, column 1'],
    ['hung on the time of judging', 'now - event.time > 3', 'line 1, column 1'],
    ['no rule', 'size(event.action)', 'true or false for an event'],
    ['slow', 'event.action.matches("(a{1000}){1000}")', 'at most 50'],
    ['a bomb', `[[1]]${'.map(x, x + x + x + x)'.repeat(20)}.exists(x, true)`, '`map` is not offered'],
    ['huge', `event.action in [${Array.from({ length: 300 }, () => '1').join(',')}]`, 'maxListElements'],
    ['of another stream', 'event.data.payload.cost_usd > 1', 'No such key: payload'],
  ])('an expression that is %s', async (_, expression, words) => {
    const { id } = await tenant()
    for (const answer of [await tryOut(id, { expression }), await create(id, { expression })]) {
      expect(answer.status).toBe(400)
      expect(answer.json.errors?.[0]).toMatchObject({
        pointer: '/expression',
        detail: expect.stringContaining(words),
      })
    }
  })

  test.each([
    [{ events: { 'logs.COSTS': ['COSTS'] } }, 'tells of no deeds'],
    [{ events: { 'platform.users': ['user.added'] } }, 'tells of no deeds'],
    [{ events: { [AUDIT]: ['WORKSPACE_TOGGLE_FEATUR'] } }, `must be something that ${AUDIT} tells of`],
    [{ events: { [AUDIT]: [] } }, 'at least 1'],
    [{ events: {} }, 'names no stream'],
    [{ kind: 'platform.user' }, 'not both'],
    [{ events: undefined }, 'is needed'],
    [{ at_least: 0 }, 'at least 1'],
    [
      { events: undefined, kind: 'platform.user', expression: 'true', at_least: 2 },
      'is for rules over events',
    ],
  ])('%j is refused', async (more, words) => {
    const { id } = await tenant()
    const answer = await create(id, more)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.json.errors)).toContain(words)
  })

  test('a rule goes on judging what it was made for', async () => {
    const { id } = await tenant()
    await create(id)
    const asset = { kind: 'platform.user', events: undefined, expression: 'true' }
    expect((await tryOut(id, { id: RULE, ...asset })).status).toBe(400)
    await create(id, { id: 'custom.users', ...asset })
    const refused = await api.call('PATCH', at(id, '/custom.users'), { body: { events: EVENTS } })
    expect([refused.status, refused.json.errors?.[0]?.pointer]).toEqual([400, '/events'])
  })

  test('the same said in another order is no version', async () => {
    const { id } = await tenant()
    const both = { [AUDIT]: [DEED, 'DOMAIN_CREATE'], 'platform.audit_logs': ['user.added'] }
    await create(id, { events: both, expression: 'true' })
    const again = { 'platform.audit_logs': ['user.added'], [AUDIT]: ['DOMAIN_CREATE', DEED, DEED] }
    expect((await change(id, { events: again, at_least: 1 })).json).toMatchObject({
      version: 1,
      evaluation: null,
    })
  })
})
