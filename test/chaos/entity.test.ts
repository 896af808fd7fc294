import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CollectTickets, RunDetail } from '../../src/cli/run-view.ts'
import { workflowIds } from '../../src/model/core/names.ts'
import { integrateBriskly } from '../support/chaos/brisk-entity.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { eventually } from '../support/temporal.ts'

/** What the entity promises while runs are open, with the real worker, API and database under it. */
const HEARTBEAT_MS = 4_000
/** A run that an older history of the entity started is looked at this often (an hour in production). */
const RUN_CHECK_MS = 2_000
/** Milliseconds an answer: longer than is waited for one, so that a full run stays open for as long as a test needs it. */
const SLOW_MS = 60_000
/** Only the full lane reads GPTs. */
const STALLED_FULL_LANE = {
  faults: [{ route: 'GET /v1/compliance/*/gpts', kind: 'slow', delayMs: SLOW_MS }],
}
const UPDATES_PER_HISTORY = 4

let stack: Stack
let place: Awaited<ReturnType<typeof integrateBriskly>>

beforeAll(async () => {
  stack = await startStack()
  place = await integrateBriskly(stack, {
    timings: { sliceHeartbeatMs: HEARTBEAT_MS, runCheckEveryMs: RUN_CHECK_MS },
    updatesPerHistory: UPDATES_PER_HISTORY,
  })
})
afterAll(() => stack?.close())

const collect = (): Promise<CollectTickets> => stack.collect(place.id)
const runOf = (id: string): Promise<RunDetail> => stack.api.get<RunDetail>(`/api/v1/runs/${id}`)

const stageOf = (id: string, stage: string) =>
  eventually(`stage ${stage}`, async () => {
    expect((await runOf(id)).stage).toBe(stage)
  })

test('an incremental runs and ends, a new history begins, and the full run that was open all along ends well', async () => {
  await stack.scenario(STALLED_FULL_LANE)
  const first = await place.handle.describe()
  const { full, incremental } = await collect()
  await stageOf(full.run_id, 'gpts')
  const [ended] = await stack.ended(incremental.run_id)
  expect(ended?.state).toBe('completed')

  const again: CollectTickets[] = []
  for (let call = 0; call <= UPDATES_PER_HISTORY; call += 1) again.push(await collect())
  expect(again.map((tickets) => [tickets.full.joined, tickets.full.run_id])).toEqual(
    again.map(() => [true, full.run_id]),
  )
  await eventually('another history', async () => {
    expect((await place.handle.describe()).runId).not.toBe(first.runId)
  })
  const others = [...new Set(again.map((tickets) => tickets.incremental.run_id))]
  expect((await stack.ended(...others)).map(({ state }) => state)).toEqual(others.map(() => 'completed'))
  expect(await runOf(full.run_id)).toMatchObject({ ended: false, stage: 'gpts' })

  await stack.scenario({ faults: [] })
  const [last] = await stack.ended(full.run_id)
  expect(last?.state).toBe('completed')
  expect(await stack.mismatches(place.id)).toEqual([])
})

test('a run that an operator terminated in Temporal says so, and frees its lane', async () => {
  await stack.scenario(STALLED_FULL_LANE)
  const { full } = await collect()
  await stageOf(full.run_id, 'gpts')
  await stack.temporal.workflow.getHandle(workflowIds.run(place.id, full.run_no)).terminate('by hand')
  const [terminated] = await stack.ended(full.run_id)
  expect(terminated).toMatchObject({ state: 'cancelled', outcome: { code: 'terminated_by_operator' } })

  await stack.scenario({ faults: [] })
  const next = await eventually('the lane is free', async () => {
    const tickets = await collect()
    expect(tickets.full.run_id).not.toBe(full.run_id)
    return tickets
  })
  const runs = await stack.ended(next.full.run_id, next.incremental.run_id)
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])
  expect(await stack.mismatches(place.id)).toEqual([])
})

test('a connection test that an operator terminated in Temporal says so, too', async () => {
  await stack.scenario(STALLED_FULL_LANE)
  const { run_id } = await stack.api.post<{ run_id: string }>(`/api/v1/integrations/${place.id}/test`)
  const open = await eventually('the test is open', () => runOf(run_id))
  expect(open).toMatchObject({ kind: 'connection_test', ended: false })
  // The first was made on connecting.
  await stack.temporal.workflow.getHandle(workflowIds.connectionTest(place.id, 2)).terminate('by hand')
  const [terminated] = await stack.ended(run_id)
  expect(terminated).toMatchObject({ state: 'cancelled', outcome: { code: 'terminated_by_operator' } })
  await stack.scenario({ faults: [] })
})
