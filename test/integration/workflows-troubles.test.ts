import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { runDetailView } from '../../src/api/schemas/run.ts'
import { listRunStreams } from '../../src/db/run-streams/list-run-streams.ts'
import { getRun } from '../../src/db/runs/list-runs.ts'
import type { RunId } from '../../src/model/core/ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { collectNowUpdate } from '../../src/workflows/messages.ts'
import { collectNowInput, startEntity } from '../support/entity.ts'
import type { House } from '../support/house.ts'
import { openHouse } from '../support/house.ts'
import { setScenario } from '../support/openai-tenant.ts'
import { putOffTicks } from '../support/put-off-ticks.ts'
import { eventually } from '../support/temporal.ts'

/** What a run says of itself while upstream gives it trouble. */

let house: House
let start: () => Promise<RunId>

beforeAll(async () => {
  house = await openHouse()
  await house.work()
  const integrationId = await house.integrate()
  const { handle } = await startEntity(house.temporal, { integrationId })
  await house.inPhase(integrationId, 'idle')
  await putOffTicks(house.temporal, integrationId)
  start = async () => {
    const { full } = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
    return full.runId
  }
})
afterEach(() => setScenario(house.simulator, { faults: [] }))
afterAll(() => house?.close())

async function streamOf(runId: RunId, name: StreamName) {
  const streams = await listRunStreams(house.database.drizzle, runId)
  return streams.find(({ stream }) => stream === name)
}

test('a wait in place for the budget is counted with the batch that it held up', async () => {
  const faults = [{ route: 'GET *invites', kind: '429', count: 1, retryAfter: 1 }]
  await setScenario(house.simulator, { faults })
  const runId = await start()
  expect((await house.ended(runId)).state).toBe('completed')
  const invites = await streamOf(runId, 'platform.invites')
  expect(invites).toMatchObject({ state: 'completed', waits: 0, retries: 0 })
  expect(invites?.waitedMs).toBeGreaterThan(0)
  expect(await streamOf(runId, 'platform.admin_keys')).toMatchObject({ waitedMs: 0 })
})

/** What `GET /runs/{id}` answers. */
async function shown(runId: RunId) {
  const { drizzle } = house.database
  const row = await getRun(drizzle, ALL_INTEGRATIONS, runId)
  if (row === null) throw new Error('the run has no row yet')
  const links = { temporalUiUrl: 'http://127.0.0.1', temporalNamespace: 'x' }
  return runDetailView(links, row, await listRunStreams(drizzle, runId), null, new Date())
}

/** Notes each state that a stream of a run comes into. */
async function watchStates(): Promise<void> {
  await house.database
    .sql`create table watched_states (at serial, run_id uuid, stream text, state text, cause text)`
  await house.database.sql.unsafe(`
    create function watch_states() returns trigger language plpgsql as $$ begin
      insert into watched_states (run_id, stream, state, cause)
        values (new.run_id, new.stream, new.state, new.cause);
      return null;
    end $$;
    create trigger watched after update on run_streams for each row
      when (old.state is distinct from new.state or old.cause is distinct from new.cause)
      execute function watch_states()`)
}

test('a stream whose slices fail again and again has stalled, says why, and goes on once one commits', async () => {
  await watchStates()
  await setScenario(house.simulator, { faults: [{ route: 'GET *invites', kind: 'status5xx', status: 503 }] })
  const runId = await start()
  // Attempts after the one that told of it claim the stream, fail as well, and leave the word as it is.
  const stalled = await eventually('the run has stalled', async () => {
    const run = await shown(runId)
    const invites = run.streams.find(({ stream }) => stream === 'platform.invites')
    expect(run.state).toBe('stalled')
    expect(invites?.retries).toBeGreaterThan(3)
    return { run, invites }
  })
  expect(stalled.run).toMatchObject({ state_label: 'Stalled', cause: 'server_error', ended: false })
  expect(stalled.invites).toMatchObject({ state: 'stalled', cause: 'server_error', ended_at: null })

  await setScenario(house.simulator, { faults: [] })
  expect((await house.ended(runId)).state).toBe('completed')
  expect(await shown(runId)).toMatchObject({ cause: null })
  const states = await house.database.sql`
    select state, cause from watched_states where run_id = ${runId} and stream = 'platform.invites' order by at`
  expect(states).toEqual([
    { state: 'running', cause: null },
    { state: 'stalled', cause: 'server_error' },
    { state: 'running', cause: null },
    { state: 'completed', cause: null },
  ])
})
