import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { deliveryTask, unstartedDeliveries } from '../../src/db/deliveries/deliveries.ts'
import { dispatchOutbox } from '../../src/db/deliveries/dispatch-outbox.ts'
import { noteStarted } from '../../src/db/deliveries/note-started.ts'
import { openDestination } from '../../src/db/deliveries/open-destination.ts'
import { recordAttempt } from '../../src/db/deliveries/record-attempt.ts'
import { replayDelivery } from '../../src/db/deliveries/replay-deliveries.ts'
import { changeDestination } from '../../src/db/destinations/change-destination.ts'
import { createDestination } from '../../src/db/destinations/create-destination.ts'
import { getDestination, listDestinations } from '../../src/db/destinations/destinations.ts'
import { disableDestination } from '../../src/db/destinations/disable-destination.ts'
import { findingEvents, findings } from '../../src/db/schema/meaning.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { DISABLE_AFTER_MS } from '../../src/model/core/deliveries.ts'
import type { FindingMatch } from '../../src/model/core/finding-match.ts'
import type { FindingEventKind } from '../../src/model/core/findings.ts'
import {
  asAssetId,
  asDestinationId,
  asFindingEventId,
  asFindingId,
  asRunId,
} from '../../src/model/core/ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import type { Tenant } from '../support/db-fixtures.ts'
import { newTenant } from '../support/db-fixtures.ts'
import { plantDirectory, plantPerson } from '../support/plant.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

describe('the outbox', () => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.drop())

  const happen = async (
    tenant: Tenant,
    kind: FindingEventKind,
    more: Partial<typeof findings.$inferInsert> = {},
  ) => {
    const now = new Date().toISOString()
    const runId = asRunId(randomUUIDv7())
    const id = asFindingId(randomUUIDv7())
    await fresh.database.drizzle.insert(findings).values({
      id,
      integrationId: tenant.integrationId,
      fingerprint: randomUUIDv7(),
      ruleId: 'invite.stale',
      ruleVersion: 1,
      findingTypeId: randomUUIDv7(),
      category: 'c',
      severity: 'low',
      effectiveSeverity: 'medium',
      severityRank: 1,
      state: 'open',
      assetId: asAssetId(randomUUIDv7()),
      assetKind: 'platform.invite',
      assetExternalId: 'i1',
      evidence: {},
      parameters: {},
      judged: {},
      firstSeenAt: now,
      dueAt: now,
      ...more,
    })

    await fresh.database.drizzle.insert(findingEvents).values({
      id: asFindingEventId(randomUUIDv7()),
      integrationId: tenant.integrationId,
      findingId: id,
      kind,
      runId,
      at: now,
      detail: {},
    })
  }

  const dispatch = (tenant: Tenant) =>
    dispatchOutbox(fresh.database.drizzle, {
      integrationId: tenant.integrationId,
      limit: 5,
      payloadOf: (event) => ({ finding: event.findingId, rule: event.ruleId, severity: event.severity }),
    })

  test('turns each event into each delivery once, however many drain it at once', async () => {
    const tenant = await newTenant(fresh.database)
    const add = (eventTypes: string[]) =>
      createDestination(fresh.database.drizzle, tenant.master, {
        id: asDestinationId(randomUUIDv7()),
        integrationId: tenant.integrationId,
        url: 'https://example.com/hook',
        secret: 'whsec_planted',
        eventTypes,
        createdBy: SYSTEM_ACTOR,
      })
    await add(['finding.opened', 'finding.resolved'])
    await add(['finding.resolved'])
    const disabled = await add(['finding.opened'])
    await disableDestination(fresh.database.drizzle, disabled.id, 'gone')
    for (let n = 0; n < 12; n += 1) await happen(tenant, n % 3 === 0 ? 'resolved' : 'opened')
    await happen(tenant, 'updated')
    const rounds = await Promise.all(Array.from({ length: 6 }, () => dispatch(tenant)))
    let events = rounds.reduce((sum, round) => sum + round.events, 0)
    const made = rounds.flatMap((round) => round.deliveries.map(({ id }) => id))
    for (let rest = await dispatch(tenant); rest.events > 0; rest = await dispatch(tenant)) {
      events += rest.events
      made.push(...rest.deliveries.map(({ id }) => id))
    }
    expect(events).toBe(13)
    expect(new Set(made).size).toBe(12 + 4)
    const rows = await fresh.database.sql`select from deliveries`
    expect(rows).toHaveLength(16)

    const [first] = made
    if (!first) throw new Error('no delivery')
    const task = await deliveryTask(fresh.database.drizzle, first)
    expect(task).toMatchObject({ state: 'pending', disabled: false })
    expect(task && openDestination(tenant.master, task)).toEqual({
      url: 'https://example.com/hook',
      secrets: ['whsec_planted'],
    })
    if (!task) throw new Error('no task')
    const record = (taken: boolean, status: number | null, error: string | null) =>
      recordAttempt(
        fresh.database.drizzle,
        { deliveryId: first, destinationId: task.destinationId },
        { at: new Date().toISOString(), taken, status, error, latencyMs: 7 },
        { disableAfterMs: DISABLE_AFTER_MS, throttleMs: null },
      )
    await record(false, 503, 'busy')
    await record(true, 200, null)
    await record(false, null, 'late')
    const log = await fresh.database.sql`
      select no, status, error, latency_ms from delivery_attempts where delivery_id = ${first} order by no`
    expect(log.map(({ no, status, error }) => [no, status, error])).toEqual([
      [1, 503, 'busy'],
      [2, 200, null],
      [3, null, 'late'],
    ])
    expect(await deliveryTask(fresh.database.drizzle, first)).toMatchObject({ state: 'delivered' })
    const page = { olderThanMs: -60_000, limit: 100 }
    expect(await unstartedDeliveries(fresh.database.drizzle, page)).toHaveLength(15)
    const started = made.slice(0, 5).map((id) => ({ id, replays: 0 }))
    await noteStarted(fresh.database.drizzle, started)
    const unstarted = async () => {
      const rows = await unstartedDeliveries(fresh.database.drizzle, page)
      return new Set(rows.map(({ id }) => id))
    }
    expect(await unstarted()).toEqual(new Set(made.slice(5)))
    // It was delivered, and a person wants it again, before whoever had started it came to note that.
    expect(await replayDelivery(fresh.database.drizzle, first)).toBe(true)
    await noteStarted(fresh.database.drizzle, started)
    expect(await unstarted()).toEqual(new Set([first, ...made.slice(5)]))
    await noteStarted(fresh.database.drizzle, [{ id: first, replays: 1 }])
    expect(await unstarted()).toEqual(new Set(made.slice(5)))
    const shown = await listDestinations(fresh.database.drizzle, { integrationIds: [tenant.integrationId] })
    expect(shown).toHaveLength(3)
    expect(JSON.stringify(shown)).not.toMatch(/sealed|\/hook|whsec/)
  })

  test('answers a change with what is read later, also of a time that ends with a nought', async () => {
    const { master, integrationId } = await newTenant(fresh.database)
    const db = fresh.database.drizzle
    const { id } = await createDestination(db, master, {
      ...{ id: asDestinationId(randomUUIDv7()), integrationId, url: 'https://example.com/hook' },
      ...{ secret: 'whsec_planted', eventTypes: ['finding.opened'], createdBy: SYSTEM_ACTOR },
    })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-30T12:00:00.120Z') })
    try {
      const changed = await changeDestination(db, ALL_INTEGRATIONS, id, () => ({ disabled: true }))
      expect(changed?.disabledAt).not.toBeNull()
      expect(changed).toEqual(await getDestination(db, ALL_INTEGRATIONS, id))
    } finally {
      vi.useRealTimers()
    }
  })

  test('hands on to a destination exactly the findings that it wants, each once', async () => {
    const tenant = await newTenant(fresh.database)
    const db = fresh.database.drizzle
    const add = async (filter: FindingMatch) =>
      await createDestination(db, tenant.master, {
        id: asDestinationId(randomUUIDv7()),
        integrationId: tenant.integrationId,
        url: 'https://example.com/hook',
        secret: 'whsec_planted',
        eventTypes: ['finding.opened'],
        filter,
        createdBy: SYSTEM_ACTOR,
      })
    const all = await add({})
    const keys = await add({ categories: ['API keys'] })
    const stale = await add({ ruleIds: ['invite.stale'] })
    const urgent = await add({ leastSeverity: 'high' })
    const both = await add({ categories: ['API keys'], leastSeverity: 'high' })
    const nobody = await add({ categories: ['Controls'] })
    const key = { ruleId: 'key.admin_not_rotated', category: 'API keys' } as const
    await happen(tenant, 'opened', { ...key, effectiveSeverity: 'critical' })
    await happen(tenant, 'opened', { ...key, effectiveSeverity: 'low' })
    await happen(tenant, 'opened', { category: 'Users and invites', effectiveSeverity: 'high' })
    await happen(tenant, 'resolved', { ...key, effectiveSeverity: 'critical' })
    await Promise.all(Array.from({ length: 4 }, () => dispatch(tenant)))
    await changeDestination(db, ALL_INTEGRATIONS, nobody.id, () => ({ filter: {} }))
    while ((await dispatch(tenant)).events > 0);
    const counts = await fresh.database.sql<{ id: string; n: number }[]>`
      select d.id, count(y.id)::int as n from destinations d left join deliveries y on y.destination_id = d.id
      where d.integration_id = ${tenant.integrationId} group by d.id`
    const made = new Map(counts.map(({ id, n }) => [id, n]))
    expect([all, keys, stale, urgent, both, nobody].map(({ id }) => made.get(id))).toEqual([3, 2, 1, 2, 1, 0])
    await happen(tenant, 'opened', key)
    await dispatch(tenant)
    const [late] = await fresh.database.sql<{ n: number }[]>`
      select count(*)::int as n from deliveries where destination_id = ${nobody.id}`
    expect(late?.n).toBe(1)
  })

  test('asks whose a finding is and where they work only of whom it names, and tells nobody', async () => {
    const tenant = await newTenant(fresh.database)
    const { drizzle: db, sql } = fresh.database
    const add = async (filter: FindingMatch) =>
      await createDestination(db, tenant.master, {
        id: asDestinationId(randomUUIDv7()),
        integrationId: tenant.integrationId,
        url: 'https://example.com/hook',
        secret: 'whsec_planted',
        eventTypes: ['finding.opened'],
        filter,
        createdBy: SYSTEM_ACTOR,
      })
    const ada = await plantPerson(sql, tenant.integrationId, 'user:u-ada', 'Ada@Example.com')
    const bob = await plantPerson(sql, tenant.integrationId, 'user:u-bob', 'bob@example.com')
    await plantDirectory(sql, tenant.integrationId, [
      { email: 'ada@example.com', department: 'R&D' },
      { email: 'bob@example.com', department: 'Sales' },
    ])
    const all = await add({})
    const adas = await add({ owners: ['ada@example.com'] })
    const research = await add({ departments: ['r&d', 'Finance'] })
    const nobodys = await add({ departments: ['Finance'] })
    const critical = await add({ departments: ['R&D'], leastSeverity: 'critical' })
    await happen(tenant, 'opened', { evidence: { owner_person_id: ada, person_id: bob } })
    await happen(tenant, 'opened', { evidence: { person_id: bob } })
    await happen(tenant, 'opened', { evidence: { actor_person_id: ada } })
    await happen(tenant, 'opened', { evidence: {} })
    while ((await dispatch(tenant)).events > 0);
    const counts = await sql<{ id: string; n: number }[]>`
      select d.id, count(y.id)::int as n from destinations d left join deliveries y on y.destination_id = d.id
      where d.integration_id = ${tenant.integrationId} group by d.id`
    const made = new Map(counts.map(({ id, n }) => [id, n]))
    const expected = [4, 1, 1, 0, 0]
    expect([all, adas, research, nobodys, critical].map(({ id }) => made.get(id))).toEqual(expected)
    const sent = await sql<{ payload: object }[]>`select payload from deliveries`
    expect(JSON.stringify(sent)).not.toMatch(new RegExp(`${ada}|${bob}|example.com|evidence`, 'i'))
  })
})
