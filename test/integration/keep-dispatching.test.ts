import { randomUUIDv7 } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepDispatching } from '../../src/activities/keep-dispatching.ts'
import { createDestination } from '../../src/db/destinations/create-destination.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { asDestinationId } from '../../src/model/core/ids.ts'
import { newTenant } from '../support/db-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

test('a look that is on when its process is to end leaves the rest to another', async () => {
  const { drizzle: db, sql } = fresh.database
  const { master, integrationId } = await newTenant(fresh.database)
  await createDestination(db, master, {
    ...{ id: asDestinationId(randomUUIDv7()), integrationId, url: 'https://example.com/hook' },
    ...{ secret: 'whsec_planted', eventTypes: ['run.completed'], createdBy: SYSTEM_ACTOR },
  })
  for (let n = 0; n < 5; n += 1)
    await sql`insert into notices (id, integration_id, type, subject_id, sequence, at, data)
      values (${randomUUIDv7()}, ${integrationId}, 'run.completed', ${randomUUIDv7()}, 1, now(), '{}')`
  const first = Promise.withResolvers<void>()
  let starts = 0
  const start = async (): Promise<void> => {
    starts += 1
    first.resolve()
    // As long as Temporal may take to answer.
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const client = { workflow: { start } } as unknown as Client
  const dispatching = keepDispatching({ db, client, logger: pino({ level: 'silent' }) })
  await first.promise
  await dispatching.stop()
  expect(starts).toBe(1)
  // All are there, for whoever looks next.
  expect(await sql`select from deliveries where workflow_started_at is null`).toHaveLength(5)
})
