import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { getCustomRule } from '../../src/db/custom-rules/custom-rules.ts'
import { windowBegin } from '../../src/db/custom-rules/window-begin.ts'
import { inEffect } from '../../src/evaluation/custom/prepared-custom-rule.ts'
import { foresee, judgeNow } from '../../src/evaluation/judge-now.ts'
import {
  AUDIT,
  DEED,
  EVENTS,
  EXPRESSION,
  eventRuleBench,
  fingerprints,
  noon,
  RULE,
  toggled,
} from '../support/custom-event-rules.ts'
import { plantEvents } from '../support/plant-events.ts'

const { bench, api, create, change, tryOut, evaluate, tenant, plant, findings, standing, counts } =
  eventRuleBench()

interface Happened {
  readonly day: string
  readonly occurrences: number
}

const OTHER = 'DOMAIN_CREATE'

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
      [
        { expression: 'true', events: { [AUDIT]: [OTHER] } },
        { open: 0, resolve: 3 },
      ],
      [{ expression: all, events: EVENTS }, { reopen: 3 }],
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
    expect((await api().call('POST', `/api/v1/findings/${finding?.id}/replay`)).json).toMatchObject({
      ...{ agrees: true, differences: [] },
    })
  })

  test('a deed or a stream that the next version does not listen to is taken out, where it was', async () => {
    const { id, ada, eve } = await tenant()
    const done = (eventId: string, deed: string, actor = ada) => ({
      ...toggled(eventId, noon(1), actor),
      deed,
    })
    const LINKS = 'logs.APP_AUTH_LOG'
    await plant(id, done('a1', DEED), done('a2', OTHER), done('e1', OTHER, eve))
    await plantEvents(bench.database.sql, id, LINKS, [done('l1', 'link'), done('l2', 'link', eve)])
    await create(id, { events: { [AUDIT]: [DEED, OTHER], [LINKS]: ['link'] }, expression: 'true' })
    expect((await counts(id)).map((said) => said.slice(11))).toEqual(['open 2', 'open 3'])
    const narrower = { events: { [AUDIT]: [DEED] }, expression: 'true' }
    const foreseen = await tryOut(id, { id: RULE, ...narrower })
    expect(foreseen.json.would).toMatchObject({ open: 0, resolve: 1 })
    expect((await change(id, narrower)).json.evaluation).toMatchObject({ opened: 0, resolved: 1 })
    expect((await counts(id)).map((said) => said.slice(11))).toContain('open 1')
    expect(await standing(id)).toHaveLength(1)
  })
})

test('whatever happened and whatever is written next, a backtest says what saving does', async () => {
  const event = fc.record({
    who: fc.constantFrom('ada', 'eve'),
    // The last is longer ago than anything stays open.
    day: fc.constantFrom(1, 2, 95),
    feature: fc.constantFrom('memory', 'canvas', null),
    deed: fc.constantFrom(DEED, OTHER),
  })
  const version = fc.record({
    expression: fc.constantFrom(
      ...['true', 'false', EXPRESSION, 'event.data.action_data.feature == "canvas"'],
      'event.actor.domain != "example.com"',
    ),
    at_least: fc.integer({ min: 1, max: 3 }),
    severity: fc.constantFrom('low', 'high'),
    events: fc.constantFrom<object>(EVENTS, { [AUDIT]: [OTHER] }, { [AUDIT]: [DEED, OTHER] }),
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
        const happened = (commits[at] ?? []).map(({ who, day, feature, deed }, no) => ({
          ...toggled(
            `e${at}-${no}`,
            noon(day, no),
            who === 'ada' ? ada : eve,
            feature === null ? {} : { feature },
          ),
          deed,
        }))
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
