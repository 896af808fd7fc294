import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isPassing } from '../../src/api/command-problems.ts'
import { workflowIds } from '../../src/model/core/names.ts'
import { collectNowUpdate } from '../../src/workflows/messages.ts'
import { collectNowInput, inPhase, startEntity } from '../support/entity.ts'
import type { Fakes } from '../support/fake-activities.ts'
import { DONE, fakeActivities, gate } from '../support/fake-activities.ts'
import { recordHistory } from '../support/histories.ts'
import type { TestTemporalClient, TestWorkers } from '../support/temporal.ts'
import { eventually, freshNamespace, startTestWorkers } from '../support/temporal.ts'

let temporal: TestTemporalClient
let workers: TestWorkers | undefined

// A namespace each: what one test leaves running must not call another's fakes.
beforeEach(async () => {
  temporal = await freshNamespace()
})
afterEach(async () => {
  await workers?.stop()
  workers = undefined
  await temporal?.close()
})

async function work(overrides: Parameters<typeof fakeActivities>[0]): Promise<Fakes> {
  const fakes = fakeActivities(overrides)
  workers = await startTestWorkers(temporal, fakes.activities)
  return fakes
}

test('connect collects nothing: it tests the connection, and the Schedules run', async () => {
  const fakes = await work({})
  const { integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  await eventually('schedules', () => expect(fakes.named('syncSchedules')).toHaveLength(1))
  expect(fakes.named('syncSchedules')[0]?.pausedNote).toBeNull()
  expect(fakes.named('probeCapabilities')).toHaveLength(1)
  expect(fakes.named('collectSlice')).toEqual([])
  await recordHistory(temporal.client, 'entity-connected', workflowIds.integration(integrationId))
  await recordHistory(temporal.client, 'connection-test', workflowIds.connectionTest(integrationId, 1))
})

test('fifty Collect Now at once start one full run, and 49 hear that they joined it', async () => {
  const { pass, open } = gate()
  const fakes = await work({ collectSlice: pass })
  const { handle } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')

  const tickets = await Promise.all(
    Array.from({ length: 50 }, (_, caller) =>
      untilTaken(() =>
        handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()], updateId: `caller ${caller}` }),
      ),
    ),
  )
  expect(tickets.filter(({ full }) => !full.joined)).toHaveLength(1)
  expect(tickets.filter(({ full }) => full.joined)).toHaveLength(49)
  expect(new Set(tickets.map(({ full }) => full.runId)).size).toBe(1)
  expect(new Set(tickets.map(({ incremental }) => incremental.runId)).size).toBe(1)

  await inPhase(fakes, 'collecting')
  open()
  await inPhase(fakes, 'idle')
  const opened = fakes.named('openRun').filter(({ kind }) => kind !== 'connection_test')
  expect(opened.map(({ kind }) => kind).toSorted()).toEqual(['full', 'incremental'])
  const finished = fakes.named('finishRun').map(({ runId, state }) => [runId, state])
  expect(finished).toContainEqual([tickets[0]?.full.runId, 'completed'])
  expect(finished).toContainEqual([tickets[0]?.incremental.runId, 'completed'])
})

test('an incremental runs and ends while a full run is on', async () => {
  const { pass, open } = gate()
  const fakes = await work({ collectSlice: async ({ lane }) => (lane === 'full' ? await pass() : DONE) })
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const ticket = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  const incremental = temporal.client.workflow.getHandle(
    workflowIds.run(integrationId, ticket.incremental.runNo),
  )
  expect(await eventually('the incremental ends', () => incremental.result())).toBe('completed')
  const full = temporal.client.workflow.getHandle(workflowIds.run(integrationId, ticket.full.runNo))
  expect((await full.describe()).status.name).toBe('RUNNING')
  open()
  expect(await full.result()).toBe('completed')
  await inPhase(fakes, 'idle')
  await recordHistory(temporal.client, 'entity-two-lanes', workflowIds.integration(integrationId))
  await recordHistory(temporal.client, 'collection-completed', full.workflowId)
  const stream = workflowIds.stream(integrationId, ticket.full.runNo, 'platform.users')
  await recordHistory(temporal.client, 'stream-completed', stream)
})

/** Temporal holds ten updates in flight; whoever comes too many is refused for now, and asks again under the same id, as the API does. */
async function untilTaken<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isPassing(error)) throw error
      await sleep(100)
    }
  }
}
