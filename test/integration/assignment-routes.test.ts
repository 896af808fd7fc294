import { describe, expect, test } from 'vitest'
import { putAssignmentRoutes } from '../../src/db/assignment-routes/assignment-routes.ts'
import { eraseDirectory } from '../../src/db/directory/erase-directory.ts'
import { assignFindings } from '../../src/db/findings/assign-findings.ts'
import type { FindingEvent } from '../../src/db/findings/finding-events.ts'
import { withFindingsHeld } from '../../src/db/findings/hold-findings.ts'
import type { Finding } from '../../src/db/findings/list-findings.ts'
import { setTriage } from '../../src/db/findings/write-triage.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import type { AssignmentRoute, RouteAssignee } from '../../src/model/core/assignment-routes.ts'
import type { FindingMatch } from '../../src/model/core/finding-match.ts'
import type { IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { daysAgo, EvaluationBench, later, NOW } from '../support/evaluation.ts'
import { listFindingEvents } from '../support/finding-events.ts'
import { plantAsset, plantDirectory, plantIntegration, plantPerson } from '../support/plant.ts'
import { plantEvents } from '../support/plant-events.ts'

/** What becomes of a finding that opens where there are routes. */

const bench = new EvaluationBench()
const RULE = 'key.admin_not_rotated'
const OLD = daysAgo(400)

const route = (name: string, assignTo: string | 'owner' | 'manager', match: FindingMatch = {}) => {
  const isOwned = assignTo === 'owner' || assignTo === 'manager'
  const to: RouteAssignee = isOwned ? { to: assignTo } : { to: 'named', assignee: assignTo }
  return { name, match, assignTo: to }
}
const save = (integrationId: IntegrationId, ...routes: AssignmentRoute[]) =>
  bench.database.sql.begin(async (tx) => {
    await putAssignmentRoutes(tx, integrationId, { routes, by: SYSTEM_ACTOR })
  })

const run = (integrationId: IntegrationId, hours = 0) =>
  bench.evaluate(integrationId, { now: later(hours), ruleIds: [RULE] })

/** A key of Ada's that is too old, or of nobody's. */
async function plantKey(
  integrationId: IntegrationId,
  externalId: string,
  email: string | null,
  isOld = true,
) {
  const { sql } = bench.database
  const [known] = await sql<{ id: PersonId }[]>`
    select id from people where integration_id = ${integrationId} and email = ${email}`
  const owner =
    known?.id ?? (email === null ? null : await plantPerson(sql, integrationId, `user:${email}`, email))
  await plantAsset(sql, integrationId, {
    kind: 'platform.admin_key',
    externalId,
    attributes: { created_at: isOld ? OLD : daysAgo(1), last_used_at: daysAgo(1), name: externalId },
    ...(owner === null ? {} : { people: { owner } }),
  })
}

async function assignees(integrationId: IntegrationId): Promise<Record<string, string | null>> {
  const rows = await bench.findingsOf(integrationId, RULE)
  return Object.fromEntries(rows.map((row) => [row.assetExternalId, row.assignee]))
}
const foundOf = async (integrationId: IntegrationId, externalId: string): Promise<Finding> => {
  const rows = await bench.findingsOf(integrationId, RULE)
  const row = rows.find((one) => one.assetExternalId === externalId)
  if (row === undefined) throw new Error(`${externalId} has no finding`)
  return row
}
const historyOf = async ({ id }: Finding): Promise<FindingEvent[]> =>
  (await listFindingEvents(bench.database.drizzle, id, { limit: 100 })).toReversed()

const say = (finding: Finding, assignee: string | null) =>
  withFindingsHeld(bench.database.drizzle, ALL_INTEGRATIONS, { ids: [finding.id] }, (tx) =>
    setTriage(tx, [finding.id], { assignee }),
  )

describe('a finding that opens', () => {
  test('goes to whom the first route says that matches, and its history says by which', async () => {
    const id = await plantIntegration(bench.database.sql)
    await plantKey(id, 'k-ada', 'ada@example.com')
    await plantKey(id, 'k-bob', 'Bob@example.com')
    await plantKey(id, 'k-cy', 'cy@example.com')
    await plantKey(id, 'k-none', null)
    await plantDirectory(bench.database.sql, id, [
      { email: 'ada@example.com', department: 'R&D', managerEmail: 'boss@example.com' },
      { email: 'bob@example.com', leftAt: NOW, managerEmail: 'boss@example.com' },
      { email: 'boss@example.com' },
    ])
    await save(
      id,
      route('controls', 'wrong', { categories: ['Controls'] }),
      route('too low', 'wrong', { leastSeverity: 'critical' }),
      route('research', 'manager', { departments: ['r&d'] }),
      route('cy’s', 'platform', { owners: ['CY@example.com'] }),
      route('theirs', 'owner'),
      route('rest', 'secops'),
      route('never', 'wrong'),
    )
    await run(id)
    const given = {
      'k-ada': 'boss@example.com',
      // Bob has left.
      'k-bob': 'boss@example.com',
      'k-cy': 'platform',
      'k-none': 'secops',
    }
    expect(await assignees(id)).toEqual(given)
    const [opened, assigned] = await historyOf(await foundOf(id, 'k-cy'))
    expect(opened?.kind).toBe('opened')
    expect(assigned).toMatchObject({ kind: 'assigned', runId: null, actor: SYSTEM_ACTOR })
    expect(assigned?.detail).toEqual({ from: null, to: 'platform', route: 'cy’s' })
    const [, of] = await historyOf(await foundOf(id, 'k-ada'))
    expect(of?.detail).toEqual({ from: null, to_role: 'manager', route: 'research' })

    await run(id, 1)
    expect(await assignees(id)).toEqual(given)
    expect(await bench.historyOf(id, RULE)).toEqual(['opened', 'assigned'])
  })

  test('is nobody’s where there are no routes, and goes to nobody later', async () => {
    const id = await plantIntegration(bench.database.sql)
    await plantKey(id, 'k-1', null)
    await run(id)
    await save(id, route('all', 'secops'))
    await run(id, 1)
    expect(await assignees(id)).toEqual({ 'k-1': null })
  })

  test('of an event goes the same way', async () => {
    const id = await plantIntegration(bench.database.sql)
    await save(id, route('controls', 'secops', { categories: ['Controls'] }))
    const attributes = { action_result: 'SUCCESS', action_data: { hostname: 'evil.example' } }
    await plantEvents(bench.database.sql, id, 'logs.AUDIT_LOG', [
      { eventId: 'e1', at: later(-1), deed: 'DOMAIN_CREATE', attributes },
      { eventId: 'e2', at: later(-1), deed: 'DOMAIN_CREATE', attributes },
    ])
    await bench.evaluate(id, { ruleIds: ['control.domain_added'] })
    await bench.evaluate(id, { ruleIds: ['control.domain_added'], now: later(1) })
    const [finding] = await bench.findingsOf(id, 'control.domain_added')
    expect(finding?.assignee).toBe('secops')
    expect(await bench.historyOf(id, 'control.domain_added')).toEqual(['opened', 'assigned'])
  })

  test('again goes to whom the routes say where it is nobody’s, and else stays with whom it has', async () => {
    const id = await plantIntegration(bench.database.sql)
    for (const key of ['k-free', 'k-given', 'k-people']) await plantKey(id, key, null)
    await save(id, route('given', 'first'))
    await run(id)
    await say(await foundOf(id, 'k-free'), null)
    await say(await foundOf(id, 'k-people'), 'me@example.com')
    for (const key of ['k-free', 'k-given', 'k-people']) await plantKey(id, key, null, false)
    await run(id, 1)
    await save(id, route('given', 'second'))
    for (const key of ['k-free', 'k-given', 'k-people']) await plantKey(id, key, null)
    await run(id, 2)
    const expected = { 'k-free': 'second', 'k-given': 'first', 'k-people': 'me@example.com' }
    expect(await assignees(id)).toEqual(expected)
    const kinds = (await historyOf(await foundOf(id, 'k-free'))).map(({ kind }) => kind)
    expect(kinds).toEqual(['opened', 'assigned', 'resolved', 'reopened', 'assigned'])
  })

  test('that many evaluate at once is given away once', async () => {
    const id = await plantIntegration(bench.database.sql)
    for (let n = 0; n < 20; n += 1) await plantKey(id, `k-${n}`, null)
    await save(id, route('all', 'secops'))
    await Promise.all([0, 0, 0, 0].map(() => run(id)))
    const [row] = await bench.database.sql<{ events: number; findings: number }[]>`
      select count(*)::int as events, count(distinct finding_id)::int as findings from finding_events
      where integration_id = ${id} and kind = 'assigned'`
    expect(row).toEqual({ events: 20, findings: 20 })
  })

  test('is neither open nor given where its transaction does not come through', async () => {
    const { sql } = bench.database
    const id = await plantIntegration(sql)
    await plantKey(id, 'k-1', null)
    await save(id, route('all', 'secops'))
    await sql`alter table finding_events add constraint refused check (kind <> 'assigned') not valid`
    await expect(run(id)).rejects.toThrow('refused')
    expect(await assignees(id)).toEqual({})
    await sql`alter table finding_events drop constraint refused`
    await run(id)
    expect(await assignees(id)).toEqual({ 'k-1': 'secops' })
    expect(await bench.historyOf(id, RULE)).toEqual(['opened', 'assigned'])
  })
})

test('what somebody was given meanwhile is not given to another, and no history says so', async () => {
  const { sql } = bench.database
  const id = await plantIntegration(sql)
  await plantKey(id, 'k-1', null)
  await plantKey(id, 'k-2', null)
  await run(id)
  const [mine, free] = [await foundOf(id, 'k-1'), await foundOf(id, 'k-2')]
  await say(mine, 'me@example.com')
  const rows = [mine, free].map((one) => ({ findingId: one.id, assignee: 'x', as: null, route: 'r' }))
  const given = await sql.begin((tx) => assignFindings(tx, id, rows))
  expect([...given]).toEqual([free.id])
  expect(await assignees(id)).toEqual({ 'k-1': 'me@example.com', 'k-2': 'x' })
  expect((await historyOf(mine)).map(({ kind }) => kind)).toEqual(['opened'])
})

test('an owner’s manager is in no history, and goes with the directory; whom people named stays', async () => {
  const { sql } = bench.database
  const id = await plantIntegration(sql)
  for (const key of ['k-1', 'k-2', 'k-3']) await plantKey(id, key, 'ada@example.com')
  await plantDirectory(sql, id, [{ email: 'ada@example.com', managerEmail: 'secret-boss@example.com' }])
  await save(id, route('managers', 'manager'))
  await run(id)
  await say(await foundOf(id, 'k-2'), 'me@example.com')
  await say(await foundOf(id, 'k-3'), 'secret-boss@example.com')
  const written = await sql`select detail::text as text from finding_events where integration_id = ${id}`
  expect(JSON.stringify(written)).not.toContain('secret-boss')
  await eraseDirectory(sql, id)
  const expected = { 'k-1': null, 'k-2': 'me@example.com', 'k-3': 'secret-boss@example.com' }
  expect(await assignees(id)).toEqual(expected)
  const last = (await historyOf(await foundOf(id, 'k-1'))).at(-1)
  expect(last).toMatchObject({
    kind: 'assigned',
    actor: SYSTEM_ACTOR,
    detail: { from_role: 'manager', to: null },
  })
})
