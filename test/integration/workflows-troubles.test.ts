import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { listRunStreams } from '../../src/db/run-streams/list-run-streams.ts'
import type { RunId } from '../../src/model/core/ids.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { collectNowUpdate } from '../../src/workflows/messages.ts'
import { collectNowInput, startEntity } from '../support/entity.ts'
import type { House } from '../support/house.ts'
import { openHouse } from '../support/house.ts'
import { setScenario } from '../support/openai-tenant.ts'

/** What a run says of itself while upstream gives it trouble. */

let house: House
let start: () => Promise<RunId>

beforeAll(async () => {
  house = await openHouse()
  await house.work()
  const integrationId = await house.integrate()
  const { handle } = await startEntity(house.temporal, { integrationId })
  await house.inPhase(integrationId, 'idle')
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
