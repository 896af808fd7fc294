import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareWithTruth } from '../../src/cli/up/truth/compare.ts'
import { listRunStreams } from '../../src/db/run-streams/list-run-streams.ts'
import { collectNowUpdate } from '../../src/workflows/messages.ts'
import { collectNowInput, startEntity } from '../support/entity.ts'
import type { House } from '../support/house.ts'
import { openHouse } from '../support/house.ts'

let house: House

beforeAll(async () => {
  house = await openHouse()
  await house.work()
})
afterAll(async () => {
  await house?.close()
})

test('what is stored after Collect Now is what a perfect collector holds', async () => {
  const integrationId = await house.integrate()
  const { handle } = await startEntity(house.temporal, { integrationId })
  await house.inPhase(integrationId, 'idle')
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
