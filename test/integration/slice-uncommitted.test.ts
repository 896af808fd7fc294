import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createActivities } from '../../src/activities/create-activities.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import type { House } from '../support/house.ts'
import { openHouse } from '../support/house.ts'

/**
 * How far a stream is read ahead of a database that takes its time: what a worker would lose that died just then.
 */
const PROJECTS = 30
const LATENCY_MS = 100
/** Of reading, which a dead worker may take with it. */
const LOST_AT_MOST_MS = 1_000
/** Longer, so that it is the commit that the reader has to wait for. */
const COMMIT_SECONDS = 1.5
const LOOK_EVERY_MS = 20
/** Pages in that time, and the one that makes each of two batches due. */
const MOST_PAGES = Math.ceil(LOST_AT_MOST_MS / LATENCY_MS) + 2
const KEYS = 'GET /v1/organization/projects/{project_id}/api_keys 200'

let house: House
let integrationId: IntegrationId
let activities: ReturnType<typeof createActivities>
const run = () => new MockActivityEnvironment({ attempt: 1 })

beforeAll(async () => {
  house = await openHouse({ users: 12, gpts: 8, projects: PROJECTS, days: 1, messagesPerDay: 60 })
  integrationId = await house.integrate()
  activities = createActivities({ ...house.activityDeps(), stopping: new AbortController().signal })
  await run().run(activities.probeCapabilities, { integrationId, runId: null })
})
afterAll(() => house?.close())

async function slowCommits(): Promise<void> {
  await house.database.sql.unsafe(`
    create function take_your_time() returns trigger language plpgsql as
      $$ begin if new.cursor is distinct from old.cursor then perform pg_sleep(${COMMIT_SECONDS}); end if; return new; end $$;
    create trigger take_your_time before update on checkpoints for each row execute function take_your_time()`)
}

async function slowAnswers(): Promise<void> {
  const url = house.simulator.platformUrl.replace(/\/v1$/, '/_sim/scenario')
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ latencyMs: LATENCY_MS }) })
  expect(answer.status).toBe(200)
}

async function committedPages(runId: string): Promise<number> {
  const [row] = await house.database.sql<{ pages: number }[]>`
    select coalesce(sum(pages), 0)::int as pages from run_streams where run_id = ${runId} and stream = 'platform.project_keys'`
  return row?.pages ?? 0
}

test('a stream is not read further ahead of its commits than a dead worker may lose', async () => {
  const runId = asRunId(randomUUIDv7())
  const place = {
    integrationId,
    runId,
    runNo: asRunNo(1),
    runKind: 'full',
    lane: 'full',
    sliceNo: 0,
  } as const
  const slice = (stream: StreamName) => run().run(activities.collectSlice, { ...place, stream })
  await slice('platform.projects')
  await slowCommits()
  await slowAnswers()
  const before = house.simulator.stats().requests[KEYS] ?? 0
  let ended = false
  const reading = slice('platform.project_keys').finally(() => {
    ended = true
  })
  let most = 0
  while (!ended) {
    const answered = (house.simulator.stats().requests[KEYS] ?? 0) - before
    most = Math.max(most, answered - (await committedPages(runId)))
    await sleep(LOOK_EVERY_MS)
  }
  expect(await reading).toMatchObject({ state: 'done' })
  expect(await committedPages(runId)).toBeGreaterThanOrEqual(PROJECTS)
  expect(most, 'it was read ahead at all').toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(MOST_PAGES)
})
