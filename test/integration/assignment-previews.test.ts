import { describe, expect, test } from 'vitest'
import { MOST_HELD } from '../../src/db/findings/hold-findings.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import type { Answer, Json } from '../support/api.ts'
import { assignmentRoutesBench, KEYS, REST } from '../support/assignment-routes.ts'
import type { PlantedColleague } from '../support/plant.ts'
import { plantDirectory } from '../support/plant.ts'

const bench = assignmentRoutesBench()
const { read, put, preview, rows } = bench

/** What was assigned by routes so far, by route. */
async function told(): Promise<Record<string, number>> {
  const counts = await bench.fresh.database.sql<{ route: string; n: number }[]>`
    select detail ->> 'route' as route, count(*)::int as n from finding_events
    where integration_id = ${bench.tenant.integrationId} and kind = 'assigned' and actor ->> 'kind' = 'system' group by 1`
  return Object.fromEntries(counts.map(({ route, n }) => [route, n]))
}
const countsOf = ({ json }: Answer): Record<string, number> =>
  Object.fromEntries(
    (json.routes ?? []).flatMap(({ name, count }) =>
      Number(count) === 0 ? [] : [[String(name), Number(count)] as const],
    ),
  )

describe('a preview', () => {
  const KEY_RULES = RULE_IDS.filter((id) => CATALOGUE[id].category === 'API keys').length

  test('counts and names examples by route, and changes nothing', async () => {
    const answer = await preview([KEYS, { ...REST, match: { least_severity: 'high' } }])
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json.routes?.[0]).toMatchObject({ name: 'Keys', count: KEY_RULES })
    const [example] = (answer.json.routes?.[0]?.examples ?? []) as readonly Json[]
    expect(example).toMatchObject({
      assignee: 'platform@example.com',
      rule_id: expect.stringMatching(/^key\./),
    })
    const { matched, unmatched } = answer.json
    expect(Number(matched) + Number(unmatched)).toBe(RULE_IDS.length)
    expect((await read()).json.updated_at).toBeNull()
    expect((await rows()).every(({ assignee }) => assignee === null)).toBe(true)
    const none = await preview([])
    expect(none.json).toMatchObject({ routes: [], matched: 0, unmatched: RULE_IDS.length })
  })

  test.each([
    ['names', [KEYS, { ...REST, match: { least_severity: 'high' } }]],
    ['owners', [{ name: 'High', match: { least_severity: 'high' }, assign_to: 'owner' }, REST]],
    [
      'managers and departments',
      [
        {
          name: 'Ops',
          match: { departments: ['ops'], categories: ['GPT exposure', 'Controls'] },
          assign_to: 'owner',
        },
        { name: 'Managers', assign_to: 'manager' },
        { name: 'Sales', match: { departments: ['Sales'] }, assignee: 'sales' },
      ],
    ],
  ])(
    'of a list of %s says exactly what applying it does, and people’s assignments stay',
    async (_, routes) => {
      await plantWorkplaces()
      const before = await rows()
      const mine = before.slice(0, 3).map(({ id }) => id)
      for (const id of mine) await assign(id, 'me@example.com')
      const [resolved] = before.slice(3)
      await bench.fresh.database.sql`update findings set state = 'resolved' where id = ${resolved?.id ?? ''}`

      const foreseen = await preview(routes)
      const applied = await put({ routes, apply_to_open: true, expected_digest: foreseen.json.digest })
      expect(applied.status, applied.text).toBe(200)
      expect(applied.json.assigned).toBe(foreseen.json.matched)
      expect(Number(foreseen.json.matched)).toBeGreaterThan(0)
      expect(await told()).toEqual(countsOf(foreseen))
      const after = await rows()
      const given = after.filter(({ id, assignee }) => assignee !== null && !mine.includes(id))
      expect(given).toHaveLength(Number(foreseen.json.matched))
      expect(after.filter(({ assignee }) => assignee === null)).toHaveLength(
        Number(foreseen.json.unmatched) + 1,
      )
      expect(after.filter(({ id }) => mine.includes(id)).map(({ assignee }) => assignee)).toEqual(
        mine.map(() => 'me@example.com'),
      )
      for (const example of (foreseen.json.routes ?? []).flatMap(
        ({ examples }) => examples as readonly Json[],
      )) {
        const row = after.find(({ id }) => id === String(example.finding_id))
        expect(row?.assignee).toBe(example.assignee)
      }
      const next = await put({ routes, apply_to_open: true })
      expect(next.json.assigned).toBe(0)
      expect(await told()).toEqual(countsOf(foreseen))
    },
  )

  test('that is overtaken saves nothing: by what stands, by whom it goes to, by the list itself', async () => {
    const routes = [{ ...KEYS, assignee: undefined, assign_to: 'owner' }]
    const refused = async (digest: Json | undefined, given: readonly object[] = routes) => {
      const answer = await put({ routes: given, apply_to_open: true, expected_digest: digest })
      expect(answer.json).toMatchObject({ status: 409, type: '/docs/problems/preview-overtaken' })
      expect((await read()).json.routes).toEqual([])
      expect(await told()).toEqual({})
    }
    const first = await preview(routes)
    await refused(first.json.digest, [{ ...routes[0], name: 'Other' }])
    const key = (await rows()).find(({ ruleId }) => ruleId === 'key.admin_unused')
    await assign(key?.id ?? '', 'me@example.com')
    await refused(first.json.digest)
    const second = await preview(routes)
    await bench.fresh.database
      .sql`update people set email = 'new-' || email where integration_id = ${bench.tenant.integrationId}`
    await refused(second.json.digest)
    const third = await preview(routes)
    expect((await put({ routes, apply_to_open: true, expected_digest: third.json.digest })).status).toBe(200)
  })

  test('reaches further than what is applied at once, which is refused as a whole', async () => {
    const [{ id } = { id: '' }] = await rows()
    await bench.fresh.database.sql`
      insert into findings select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(),
        'fingerprint', 'many ' || n))).* from findings f, generate_series(1, ${MOST_HELD + 1}) n where f.id = ${id}`
    const foreseen = await preview([REST])
    expect(foreseen.json.matched).toBe(MOST_HELD + 1 + RULE_IDS.length)
    const refused = await put({ routes: [REST], apply_to_open: true })
    expect(refused.json).toMatchObject({ status: 422, type: '/docs/problems/too-many-findings' })
    expect((await read()).json.routes).toEqual([])
    expect(await told()).toEqual({})
    // Those of one route are few.
    expect((await put({ routes: [KEYS], apply_to_open: true })).json.assigned).toBe(KEY_RULES)
  })
})

test('people who assign while routes are applied have the last word', async () => {
  const ids = (await rows()).map(({ id }) => id)
  const [first, ...others] = await Promise.all([
    put({ routes: [REST], apply_to_open: true }),
    ...ids.slice(0, 15).map((id) => assign(id, 'me@example.com')),
  ])
  expect([first.status, ...others]).toEqual([200, ...others.map(() => undefined)])
  const after = await rows()
  expect(after.slice(0, 15).every(({ assignee }) => assignee === 'me@example.com')).toBe(true)
  expect(after.slice(15).every(({ assignee }) => assignee === 'secops')).toBe(true)
  const detail = await bench.api.call('GET', `/api/v1/findings/${ids.at(-1)}`)
  expect(detail.json.history?.[0]).toMatchObject({
    kind: 'assigned',
    run_id: null,
    actor: { kind: 'system', label: 'Casbah' },
    detail: { from: null, to: 'secops', route: 'The rest' },
  })
})

async function assign(id: string, assignee: string): Promise<void> {
  const answer = await bench.api.call('PATCH', `/api/v1/findings/${id}`, { body: { assignee } })
  expect(answer.status, answer.text).toBe(200)
}

/** Every third of them works in Ops, and has a manager; every third has left, and the others are in no directory. */
async function plantWorkplaces(): Promise<void> {
  const people = await bench.fresh.database.sql<{ email: string }[]>`
    select email from people where integration_id = ${bench.tenant.integrationId} and email is not null order by ref`
  const managerEmail = 'boss@example.com'
  const known = people.flatMap(({ email }, n): PlantedColleague[] => {
    if (n % 3 === 0) return [{ email, department: 'Ops', managerEmail }]
    return n % 3 === 1 ? [{ email, department: 'Sales', leftAt: new Date() }] : []
  })
  await plantDirectory(bench.fresh.database.sql, bench.tenant.integrationId, known)
}
