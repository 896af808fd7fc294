import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareWithTruth } from '../../src/cli/up/truth/compare.ts'
import { listRunStreams } from '../../src/db/run-streams/list-run-streams.ts'
import { openRun } from '../../src/db/runs/open-run.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import { workflowIds } from '../../src/model/core/names.ts'
import { collectNowUpdate } from '../../src/workflows/messages.ts'
import { collectNowInput, PERSON, startEntity } from '../support/entity.ts'
import type { House } from '../support/house.ts'
import { openHouse } from '../support/house.ts'
import { putOffTicks } from '../support/put-off-ticks.ts'

let house: House
let integrationId: IntegrationId
let handle: Awaited<ReturnType<typeof startEntity>>['handle']

beforeAll(async () => {
  house = await openHouse()
  await house.work()
  integrationId = await house.integrate()
  handle = (await startEntity(house.temporal, { integrationId })).handle
  await house.inPhase(integrationId, 'idle')
  await putOffTicks(house.temporal, integrationId)
})
afterAll(async () => {
  await house?.close()
})

test('what is stored after Collect Now is what a perfect collector holds', async () => {
  const ticket = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })

  const full = await house.ended(ticket.full.runId)
  const incremental = await house.ended(ticket.incremental.runId)
  expect([full.state, full.outcome?.gaps]).toEqual(['completed', []])
  expect([incremental.state, incremental.outcome?.gaps]).toEqual(['completed', []])

  const streams = [
    ...(await listRunStreams(house.database.drizzle, full.id)),
    ...(await listRunStreams(house.database.drizzle, incremental.id)),
  ]
  expect(streams.map(({ state }) => state)).toEqual(streams.map(() => 'completed'))
  const origin = new URL(house.simulator.platformUrl).origin
  const compared = await compareWithTruth(
    { database: house.database, master: house.master, integrationId, simulatorOrigin: origin },
    streams.map(({ stream }) => stream),
  )
  expect(Object.entries(compared).filter(([, { matches }]) => !matches)).toEqual([])
  await house.inPhase(integrationId, 'idle')
})

test('a row that a forgotten run left open is closed, and its lane freed, by whoever wants the lane', async () => {
  const forgotten = asRunId(randomUUIDv7())
  const runNo = asRunNo(41)
  const workflowId = workflowIds.run(integrationId, runNo)
  const row = { id: forgotten, integrationId, runNo, kind: 'full', lane: 'full', workflowId } as const
  await openRun(house.database.drizzle, { ...row, requestedBy: PERSON })

  const ticket = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  expect(await house.ended(forgotten)).toMatchObject({ state: 'failed', outcome: { code: 'workflow_gone' } })
  const full = await house.ended(ticket.full.runId)
  expect(full.state).toBe('completed')
  expect(full.runNo).toBeGreaterThan(runNo)
})
