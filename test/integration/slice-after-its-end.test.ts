import { randomUUIDv7 } from 'node:crypto'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createActivities } from '../../src/activities/create-activities.ts'
import { listRunStreams } from '../../src/db/run-streams/list-run-streams.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { SliceInput, SliceResult } from '../../src/model/core/slices.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import type { House } from '../support/house.ts'
import { openHouse } from '../support/house.ts'

/**
 * A worker that dies between a stream's last commit and telling Temporal so: what Temporal does then is done here, the
 * same slice once more as the next attempt.
 */
let house: House
let integrationId: IntegrationId
let activities: ReturnType<typeof createActivities>

const attempt = (no: number) => new MockActivityEnvironment({ attempt: no })

beforeAll(async () => {
  house = await openHouse()
  integrationId = await house.integrate()
  const stopping = new AbortController().signal
  activities = createActivities({ ...house.activityDeps(), stopping })
  await attempt(1).run(activities.probeCapabilities, { integrationId, runId: null })
})
afterAll(() => house?.close())

let runs = 0
function nextRun() {
  runs += 1
  const runId = asRunId(randomUUIDv7())
  return { integrationId, runId, runNo: asRunNo(runs), runKind: 'full', lane: 'full', sliceNo: 0 } as const
}

const collected = async (runId: SliceInput['runId'], stream: StreamName) => {
  const streams = await listRunStreams(house.database.drizzle, runId)
  const found = streams.find((one) => one.stream === stream)
  return { records: found?.records, pages: found?.pages }
}

/**
 * The last page of a list of groups or roles names no place after it, that of users does, and what is under parents stands
 * behind the last of them.
 */
test.each<[StreamName, StreamName?]>([
  ['platform.groups'],
  ['platform.roles'],
  ['platform.users'],
  ['platform.project_keys', 'platform.projects'],
])(
  'the next attempt at a slice of %s whose end was committed reads nothing and counts nothing',
  async (stream, parents) => {
    const run = nextRun()
    const slice = (no: number, of: StreamName): Promise<SliceResult> =>
      attempt(no).run(activities.collectSlice, { ...run, stream: of })
    if (parents !== undefined) await slice(1, parents)

    expect(await slice(1, stream)).toMatchObject({ state: 'done' })
    const once = await collected(run.runId, stream)
    expect(once.records).toBeGreaterThan(0)

    expect(await slice(2, stream)).toEqual({ state: 'done', pages: 0, records: 0, quarantined: 0 })
    expect(await collected(run.runId, stream)).toEqual(once)
  },
)

test('the next run reads the stream again, from its beginning', async () => {
  const stream = 'platform.groups' as const
  const first = nextRun()
  const second = { ...nextRun(), stream } as const
  await attempt(1).run(activities.collectSlice, { ...first, stream })
  expect(await attempt(1).run(activities.collectSlice, second)).toMatchObject({ state: 'done' })
  expect(await collected(second.runId, stream)).toEqual(await collected(first.runId, stream))
})
