import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDestination } from '../../src/db/destinations/create-destination.ts'
import { makeDigest } from '../../src/db/digests/make-digest.ts'
import { tallyFindings } from '../../src/db/digests/tally-findings.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { DEFAULT_DIGEST_EVENTS } from '../../src/model/core/deliveries.ts'
import type { FindingMatch } from '../../src/model/core/finding-match.ts'
import type { IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import { asDestinationId } from '../../src/model/core/ids.ts'
import { DAY_MS, HOUR_MS } from '../../src/model/core/local-time.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import type { Severity } from '../../src/model/core/severity.ts'
import type { WeekNumbers } from '../../src/model/core/week-numbers.ts'
import { newMasterKey, newTenant } from '../support/db-fixtures.ts'
import type { Happened } from '../support/finding-histories.ts'
import { idAt, plantPastFinding } from '../support/finding-histories.ts'
import type { Planted } from '../support/past-weeks.ts'
import {
  ENDS,
  expectedWeek,
  plantException,
  RULES,
  someExceptions,
  someFilter,
  someFindings,
} from '../support/past-weeks.ts'
import { plantPerson } from '../support/plant.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

/** The numbers of a week, against what each finding's whole history says. */

const { FROM, UNTIL, MADE } = ENDS

const master = newMasterKey()
let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())
beforeEach(async () => {
  await clear()
})

const clear = () =>
  fresh.database.sql.unsafe(`truncate destinations, deliveries, notices, finding_events, findings,
  exceptions, integrations, people, runs, rule_results, collection_gaps, credentials cascade`)

interface Asked {
  readonly filter?: FindingMatch
  readonly eventTypes?: readonly string[]
  readonly integrationId?: IntegrationId | null
}

async function numbers({ filter = {}, eventTypes, integrationId = null }: Asked = {}): Promise<WeekNumbers> {
  const { drizzle: db, sql } = fresh.database
  const id = asDestinationId(randomUUIDv7())
  await createDestination(db, master, {
    ...{ id, integrationId, kind: 'email', url: 'smtp://mail.example', secret: '', filter },
    eventTypes: eventTypes ?? DEFAULT_DIGEST_EVENTS,
    settings: {
      ...{ from: 'casbah@example.com', to: ['soc@example.com'] },
      digest: { weekday: 'monday', hour: 8, time_zone: 'UTC' },
    },
    createdBy: SYSTEM_ACTOR,
  })
  await sql`update destinations set digest_due_at = ${new Date(UNTIL).toISOString()} where id = ${id}`
  const made = await makeDigest(db, id, new Date(MADE))
  const [row] = await sql<{ data: WeekNumbers }[]>`
    select payload -> 'data' as data from deliveries where id = ${made?.id ?? null}`
  if (row === undefined) throw new Error('a digest was due, and none was made')
  return row.data
}

test('are what histories, exceptions and filters say, at both ends of the week and between them', async () => {
  let seen = 0
  await fc.assert(
    fc.asyncProperty(someFindings, someExceptions, someFilter, async (drafts, exceptions, filter) => {
      await clear()
      const { sql } = fresh.database
      const tenants = [await newTenant(fresh.database, master), await newTenant(fresh.database, master)]
      const people = new Map<string, PersonId>()
      for (const [at, { integrationId }] of tenants.entries())
        for (const who of ['ada', 'bob'])
          people.set(
            `${who} ${at}`,
            await plantPerson(sql, integrationId, `user:${who}`, `${who}@example.com`),
          )
      const findings: Planted[] = []
      for (const { tenant, ruleId, thing, owner, history: past } of drafts) {
        const integrationId = tenants[tenant]?.integrationId as IntegrationId
        const isThere = findings.some(
          (one) => one.integrationId === integrationId && one.ruleId === ruleId && one.thing === thing,
        )
        if (isThere) continue
        const one = { ruleId, thing, history: past, ownerId: people.get(`${owner} ${tenant}`) ?? null }
        findings.push({ ...one, integrationId, owner, id: await plantPastFinding(sql, integrationId, one) })
      }
      for (const one of exceptions) await plantException(sql, one, findings)
      const { integrations } = await numbers({ filter })
      expect(integrations).toHaveLength(2)
      for (const { integrationId } of tenants) {
        const told = integrations.find((one) => one.integration_id === integrationId)
        expect(told).toMatchObject(expectedWeek(integrationId, findings, exceptions, filter))
        seen += (told?.opened ?? 0) + (told?.excepted ?? 0) + (told?.aged.days_90 ?? 0)
      }
    }),
    { numRuns: 60 },
  )
  // Some tens as a rule: what is looked for is that there was something to tell at all.
  expect(seen).toBeGreaterThan(0)
})

const opened = (at: number, severity: Severity = 'high'): Happened => ({ kind: 'opened', at, severity })

async function plant(integrationId: IntegrationId, history: readonly Happened[], thing = 'g-1') {
  const one = { ruleId: 'gpt.public_link' as const, thing, ownerId: null, history }
  return plantPastFinding(fresh.database.sql, integrationId, one)
}

test('leave out what is disconnected or is being, and other integrations than the one that is asked of', async () => {
  const tenants = []
  for (let n = 0; n < 4; n += 1) tenants.push(await newTenant(fresh.database, master))
  const ids = tenants.map(({ integrationId }) => integrationId)
  for (const id of ids) await plant(id, [opened(FROM + HOUR_MS)])
  await fresh.database.sql`update integrations set disconnected_at = now() where id = ${ids[0] ?? ''}`
  await fresh.database.sql`update integrations set phase = 'disconnecting' where id = ${ids[1] ?? ''}`
  const told = (await numbers()).integrations.map((one) => one.integration_id)
  expect(told.sort()).toEqual(ids.slice(2).sort())
  const { integrations } = await numbers({ integrationId: ids[3] ?? null })
  expect(integrations).toMatchObject([{ integration_id: ids[3], opened: 1 }])
})

test('say which are the oldest, what failed, what was refused and what could not be judged, in that week', async () => {
  const { sql } = fresh.database
  const { integrationId } = await newTenant(fresh.database, master)
  const old = await plant(integrationId, [opened(FROM - 100 * DAY_MS)], 'g-old')
  await plant(integrationId, [opened(FROM - 200 * DAY_MS, 'medium')], 'g-older-and-harmless')
  await plant(integrationId, [opened(UNTIL + HOUR_MS)], 'g-later')
  const runs = [
    ...[
      ['full', 'failed', FROM],
      ['incremental', 'failed', UNTIL - 1],
      ['full', 'failed', UNTIL],
    ],
    ...[
      ['full', 'failed', FROM - 1],
      ['full', 'completed', FROM],
      ['incremental', 'completed_with_gaps', UNTIL - 1],
      ['key_check', 'completed', FROM],
      ['incremental', 'completed', UNTIL],
      ['recheck', 'failed', FROM],
    ],
  ] as const
  for (const [at, [kind, state, endedAt]] of runs.entries())
    await sql`insert into runs (id, integration_id, run_no, kind, state, workflow_id, requested_by, ended_at)
      values (${randomUUIDv7()}, ${integrationId}, ${at + 1}, ${kind}, ${state}, 'w', '{}',
        ${new Date(endedAt).toISOString()})`
  for (const [at, ms] of [FROM - 1, FROM, UNTIL - 1, UNTIL].entries())
    await sql`insert into notices (id, integration_id, type, subject_id, sequence, at, data)
      values (${idAt(ms)}, ${integrationId}, 'integration.degraded', ${integrationId}, ${at + 1}, now(), '{}')`
  await sql`update credentials set state = 'rejected' where integration_id = ${integrationId}`
  for (const [at, reason] of [null, 'rule_disabled', 'capability_denied', 'awaiting_access'].entries())
    await sql`insert into rule_results (integration_id, rule_id, rule_version, passed, failed, not_evaluated, reason,
        asset_reasons, evaluated_at, run_id)
      values (${integrationId}, ${RULES[at] ?? 'invite.stale'}, 1, 0, 0, 0, ${reason}, '{}', now(), ${randomUUIDv7()})`
  for (const [stream, ms] of [
    ['logs.AUTH_LOG', FROM],
    ['logs.AUTH_LOG', FROM + 1],
    ['logs.APP_LOG', UNTIL],
  ] as const)
    await sql`insert into collection_gaps (integration_id, stream, lost_from, lost_until, run_id, noted_at)
      values (${integrationId}, ${stream}, ${new Date(ms - DAY_MS).toISOString()}, now(), ${randomUUIDv7()},
        ${new Date(ms).toISOString()})`
  const { integrations } = await numbers()
  expect(integrations).toMatchObject([
    {
      oldest: [
        {
          finding_id: old,
          rule_id: 'gpt.public_link',
          severity: 'high',
          first_seen_at: '2026-08-15T08:00:00Z',
        },
      ],
      ...{
        completed_runs: 2,
        failed_runs: 2,
        degraded: 2,
        credentials_refused: 1,
        rules_not_judged: 2,
        gaps: 1,
      },
    },
  ])
  // What a destination does not ask to be told of, its digest says nothing of.
  const { integrations: little } = await numbers({
    eventTypes: ['finding.opened'],
    filter: { ruleIds: ['invite.stale'] },
  })
  expect(little).toMatchObject([
    {
      ...{
        opened: 0,
        resolved: null,
        reopened: null,
        newly_excepted: null,
        failed_runs: null,
        degraded: null,
      },
      ...{ credentials_refused: null, rules_not_judged: 1, oldest: [], open: { medium: 0, high: 0 } },
    },
  ])
})

test('count exceptions that end until the next digest, and those about nothing that stands', async () => {
  const { integrationId } = await newTenant(fresh.database, master)
  const [soon, later] = [new Date(UNTIL + 3 * DAY_MS), new Date(UNTIL + 9 * DAY_MS)].map((at) =>
    at.toISOString(),
  )
  await plant(integrationId, [opened(FROM)])
  const add = (ruleId: RuleId, until: string, isDisabled = false) => fresh.database.sql`
    insert into exceptions (id, integration_id, rule_id, reason, owner, created_by, expires_at, disabled_at)
    values (${randomUUIDv7()}, ${integrationId}, ${ruleId}, 'r', 'o', '{}', ${until}, ${isDisabled ? (soon ?? null) : null})`
  await add('gpt.public_link', later ?? '')
  await add('gpt.public_link', soon ?? '')
  await add('gpt.web_browsing', later ?? '')
  await add('gpt.web_browsing', soon ?? '', true)
  expect((await numbers()).exceptions).toEqual({ ending: 1, unused: 1 })
})

test('call no exception unused that another integration uses', async () => {
  const { sql } = fresh.database
  const [one, other] = [await newTenant(fresh.database, master), await newTenant(fresh.database, master)]
  await plant(other.integrationId, [opened(FROM)])
  for (const ruleId of ['gpt.public_link', 'gpt.web_browsing'])
    await sql`insert into exceptions (id, rule_id, reason, owner, created_by)
      values (${randomUUIDv7()}, ${ruleId}, 'r', 'o', '{}')`
  expect((await numbers()).exceptions.unused).toBe(1)
  // Of whether another one uses it, one that is told of this alone hears nothing.
  expect((await numbers({ integrationId: one.integrationId })).exceptions.unused).toBe(0)
})

test('gather no others than those whose age is told', async () => {
  const { drizzle: db } = fresh.database
  const { integrationId } = await newTenant(fresh.database, master)
  const bad = await plant(integrationId, [opened(FROM)])
  await plant(integrationId, [opened(FROM, 'medium')], 'g-2')
  const week = { from: FROM, until: UNTIL }
  const tallies = await tallyFindings(db, { integrationIds: [integrationId], week, byOwner: false })
  expect(tallies.flatMap(({ oldest }) => oldest.map(({ id }) => id))).toEqual([bad])
})

test('say whether they are of some findings alone', async () => {
  await newTenant(fresh.database, master)
  expect((await numbers()).is_filtered).toBe(false)
  expect((await numbers({ filter: { leastSeverity: 'high', owners: null } })).is_filtered).toBe(true)
})
