import { randomUUIDv7 } from 'node:crypto'
import { Client } from '@temporalio/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { asRunId } from '../../src/model/core/ids.ts'
import { TASK_QUEUES, WORKFLOW_TYPES, workflowIds } from '../../src/model/core/names.ts'
import { disconnectUpdate, pauseUpdate, tickSignal } from '../../src/workflows/messages.ts'
import { inPhase, PERSON, startEntity } from '../support/entity.ts'
import type { Fakes } from '../support/fake-activities.ts'
import { fakeActivities } from '../support/fake-activities.ts'
import type { TestTemporalClient, TestWorkers } from '../support/temporal.ts'
import { eventually, freshNamespace, startTestWorkers } from '../support/temporal.ts'

/** Whoever reaches Temporal without the master key: a client like any, whose payloads are in clear. */

let temporal: TestTemporalClient
let workers: TestWorkers | undefined
let fakes: Fakes
let stranger: Client

beforeEach(async () => {
  temporal = await freshNamespace()
  fakes = fakeActivities()
  workers = await startTestWorkers(temporal, fakes.activities)
  stranger = new Client({ connection: temporal.connection, namespace: temporal.settings.TEMPORAL_NAMESPACE })
})
afterEach(async () => {
  await workers?.stop()
  workers = undefined
  await temporal?.close()
})

/** `EVENT_TYPE_WORKFLOW_TASK_FAILED`. */
const TASK_FAILED = 9
/** Milliseconds after which the stranger gives up: an update that is refused so is never answered. */
const PATIENCE_MS = 3_000

test('a workflow that is started with an input in clear does nothing', async () => {
  const { workflowId } = await stranger.workflow.start(WORKFLOW_TYPES.tick, {
    workflowId: 'theirs',
    taskQueue: TASK_QUEUES.workflows,
    args: [{ integrationId: 'any', kind: 'full' }],
  })
  await eventually('its task is failed', async () =>
    expect(await taskFailures(workflowId)).toBeGreaterThan(0),
  )
  expect(fakes.calls).toEqual([])
})

test('an entity does not do what comes in clear, and takes our commands again once the stranger has left', async () => {
  const { integrationId, handle } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const theirs = stranger.workflow.getHandle(workflowIds.integration(integrationId))
  const command = () => theirs.executeUpdate(disconnectUpdate, { args: [{ actor: PERSON }] })
  await expect(stranger.withDeadline(Date.now() + PATIENCE_MS, command)).rejects.toThrow()
  const pause = { actor: PERSON, note: 'enough' }
  await eventually('our command is taken', () => handle.executeUpdate(pauseUpdate, { args: [pause] }))
  await inPhase(fakes, 'paused')
  expect(fakes.named('setPhase').map(({ phase }) => phase)).not.toContain('disconnecting')
  expect(fakes.named('shredIntegration')).toEqual([])
})

test('a signal in clear starts nothing', async () => {
  const { integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const theirs = stranger.workflow.getHandle(workflowIds.integration(integrationId))
  await theirs.signal(tickSignal, { kind: 'full', runId: asRunId(randomUUIDv7()) })
  await eventually('its task is failed', async () =>
    expect(await taskFailures(theirs.workflowId)).toBeGreaterThan(0),
  )
  expect(fakes.named('openRun').filter(({ kind }) => kind !== 'connection_test')).toEqual([])
})

async function taskFailures(workflowId: string): Promise<number> {
  const { events } = await temporal.client.workflow.getHandle(workflowId).fetchHistory()
  return (events ?? []).filter(({ eventType }) => eventType === TASK_FAILED).length
}
