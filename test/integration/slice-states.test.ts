import { randomUUIDv7 } from 'node:crypto'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createActivities } from '../../src/activities/create-activities.ts'
import type { ActivityDeps } from '../../src/activities/deps.ts'
import { setStreamState } from '../../src/activities/runs.ts'
import { tellBegun, tellEnd } from '../../src/activities/slice-states.ts'
import { Fenced } from '../../src/db/fenced.ts'
import { listRunStreams } from '../../src/db/run-streams/list-run-streams.ts'
import { getRun } from '../../src/db/runs/list-runs.ts'
import { openRun } from '../../src/db/runs/open-run.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import type { SliceInput, SliceResult } from '../../src/model/core/slices.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { PERSON } from '../support/entity.ts'
import type { House } from '../support/house.ts'
import { openHouse } from '../support/house.ts'

/** What slices say of where their streams stand, attempt by attempt: the real activity on a simulated tenant. */
let house: House
let integrationId: IntegrationId
beforeAll(async () => {
  house = await openHouse()
  integrationId = await house.integrate()
  const { probeCapabilities } = createActivities(depsOf())
  await attempt(1).run(probeCapabilities, { integrationId, runId: null })
})
afterAll(() => house?.close())

const attempt = (no: number) => new MockActivityEnvironment({ attempt: no })

function depsOf(
  settings: Partial<ActivityDeps['settings']> = {},
  stopping = new AbortController(),
): ActivityDeps {
  const deps = house.activityDeps()
  return { ...deps, settings: { ...deps.settings, ...settings }, stopping: stopping.signal }
}

let runs = 0
/** The first slice of a stream that waits for its turn in a run of its own. */
async function queued(stream: StreamName): Promise<SliceInput> {
  runs += 1
  const runId = asRunId(randomUUIDv7())
  const place = { integrationId, runId, runNo: asRunNo(runs) } as const
  const { drizzle } = house.database
  await openRun(drizzle, {
    ...place,
    id: runId,
    workflowId: `test/${runId}`,
    kind: 'connection_test',
    lane: null,
    requestedBy: PERSON,
  })
  await setStreamState(house, {
    runId,
    stream,
    state: 'queued',
    cause: null,
    waitingUntilMs: null,
    waitedMs: 0,
  })
  return { ...place, runKind: 'full', lane: 'full', stream, sliceNo: 1, tellsState: true }
}

const slice = (no: number, input: SliceInput, deps = depsOf()): Promise<SliceResult> =>
  attempt(no).run(createActivities(deps).collectSlice, input)

async function told({ runId, stream }: SliceInput) {
  const streams = await listRunStreams(house.database.drizzle, runId)
  const found = streams.find((one) => one.stream === stream)
  return { state: found?.state, cause: found?.cause }
}

const runState = async ({ runId }: SliceInput) =>
  (await getRun(house.database.drizzle, ALL_INTEGRATIONS, runId))?.state

test('a stream is read from its first slice on, and with it the run, and through with its last', async () => {
  await slice(1, await queued('platform.projects'))
  const first = await queued('platform.project_keys')
  const stopping = new AbortController()
  stopping.abort()
  expect(await slice(1, first, depsOf({}, stopping))).toMatchObject({ state: 'more' })
  expect(await told(first)).toEqual({ state: 'running', cause: null })
  expect(await runState(first)).toBe('running')

  expect(await slice(1, { ...first, sliceNo: 2 })).toMatchObject({ state: 'done' })
  expect(await told(first)).toEqual({ state: 'completed', cause: null })
})

test('a slice that nobody asked to tell says nothing', async () => {
  const { tellsState: _, ...silent } = await queued('platform.groups')
  expect(await slice(1, silent)).toMatchObject({ state: 'done' })
  expect(await told(silent)).toEqual({ state: 'queued', cause: null })
})

test('an attempt whose predecessor died before its word gives it, and one that comes after a stall leaves that', async () => {
  const input = await queued('platform.roles')
  const unreachable = { OPENAI_PLATFORM_URL: 'http://127.0.0.1:1' }
  await expect(slice(2, input, depsOf(unreachable))).rejects.toThrow()
  expect(await told(input)).toEqual({ state: 'running', cause: null })

  expect(await slice(3, input)).toMatchObject({ state: 'done' })
  expect(await told(input)).toEqual({ state: 'completed', cause: null })

  const later = await queued('platform.roles')
  const stalled = { state: 'stalled', cause: 'network', waitingUntilMs: null, waitedMs: 0 } as const
  await setStreamState(house, { runId: later.runId, stream: later.stream, ...stalled })
  await expect(slice(2, later, depsOf(unreachable))).rejects.toThrow()
  expect((await told(later)).state).toBe('stalled')
})

test('an attempt that died between its last commit and its word is followed by one that gives it', async () => {
  const input = await queued('platform.groups')
  const { tellsState: _, ...dying } = input
  expect(await slice(1, dying)).toMatchObject({ state: 'done' })
  expect(await slice(2, input)).toMatchObject({ state: 'done', pages: 0 })
  expect((await told(input)).state).toBe('completed')
})

test('a frozen attempt that lost its stream does not say that it is read, whatever it waits for by then', async () => {
  const input = await queued('platform.users')
  const { tellsState: _, ...taken } = input
  await slice(2, taken)
  const waiting = { state: 'waiting_for_credentials', cause: 'invalid_key' } as const
  const place = { runId: input.runId, stream: input.stream, waitingUntilMs: null, waitedMs: 0 }
  await setStreamState(house, { ...place, ...waiting })
  const zombie = { deps: depsOf(), input, fence: [input.runNo, 1, 1] as const }
  await expect(tellBegun(zombie, 1)).rejects.toThrow(Fenced)
  expect(await told(input)).toEqual(waiting)
})

test('what may not be read says why, and a frozen attempt that lost its stream says nothing', async () => {
  const input = await queued('platform.users')
  const { tellsState: _, ...taken } = input
  await slice(2, taken)
  const deps = depsOf()
  const denied = { state: 'denied', reason: 'missing_scope', pages: 0, records: 0, quarantined: 0 } as const
  const zombie = { deps, input, fence: [input.runNo, 1, 1] as const }
  await expect(tellEnd(zombie, denied)).rejects.toThrow(Fenced)
  expect((await told(input)).state).toBe('queued')
  await tellEnd({ ...zombie, fence: [input.runNo, 1, 2] }, denied)
  expect(await told(input)).toEqual({ state: 'denied', cause: 'missing_scope' })
})
