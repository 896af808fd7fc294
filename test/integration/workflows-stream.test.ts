import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationFailure } from '@temporalio/common'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { workflowIds } from '../../src/model/core/names.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAMS } from '../../src/model/core/streams.ts'
import { collectNowUpdate, credentialsReplacedSignal } from '../../src/workflows/messages.ts'
import { collectNowInput, inPhase, startEntity } from '../support/entity.ts'
import type { Fakes } from '../support/fake-activities.ts'
import { DONE, fakeActivities, gate, MORE } from '../support/fake-activities.ts'
import { recordHistory } from '../support/histories.ts'
import type { TestTemporalClient, TestWorkers } from '../support/temporal.ts'
import { eventually, freshNamespace, startTestWorkers } from '../support/temporal.ts'

const ALL_STREAMS = Object.keys(STREAMS) as StreamName[]

let temporal: TestTemporalClient
let workers: TestWorkers | undefined

beforeEach(async () => {
  temporal = await freshNamespace()
})
afterEach(async () => {
  await workers?.stop()
  workers = undefined
  await temporal?.close()
})

/** Collects once with these activities, and tells how the full run ended. */
async function collectOnce(overrides: Parameters<typeof fakeActivities>[0]) {
  const fakes: Fakes = fakeActivities(overrides)
  workers = await startTestWorkers(temporal, fakes.activities)
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const { full } = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  const end = await eventually('the full run ends', () => {
    const found = fakes.named('finishRun').find(({ runId }) => runId === full.runId)
    if (found === undefined) throw new Error('it has not ended')
    return found
  })
  return { fakes, end, integrationId, runNo: full.runNo }
}

const statesOf = (fakes: Fakes, name: StreamName) =>
  fakes
    .named('setStreamState')
    .filter(({ stream }) => stream === name)
    .map(({ state }) => state)

test('slices follow one another, numbered, until the stream ends', async () => {
  const { fakes, end } = await collectOnce({
    collectSlice: async ({ stream, sliceNo }) => (stream === 'platform.users' && sliceNo < 4 ? MORE : DONE),
  })
  const numbers = fakes
    .named('collectSlice')
    .filter(({ stream }) => stream === 'platform.users')
    .map(({ sliceNo }) => sliceNo)
  expect(numbers).toEqual([1, 2, 3, 4])
  expect(end.state).toBe('completed')
})

test('a long wait is a durable timer, and the stream says that it waits', async () => {
  const { fakes, integrationId, runNo } = await collectOnce({
    collectSlice: async ({ stream, sliceNo }) =>
      stream === 'chatgpt.users' && sliceNo === 1
        ? { ...MORE, state: 'waiting', untilMs: Date.now() + 2_000 }
        : DONE,
  })
  // The slices say the rest, and are asked to.
  expect(statesOf(fakes, 'chatgpt.users')).toEqual(['waiting_for_rate_limit', 'running'])
  const slices = fakes.named('collectSlice').filter(({ stream }) => stream === 'chatgpt.users')
  expect(slices.map(({ sliceNo, tellsState }) => ({ sliceNo, tellsState }))).toEqual([
    { sliceNo: 1, tellsState: true },
    { sliceNo: 2, tellsState: true },
  ])
  const waited = fakes.named('setStreamState').find(({ waitedMs }) => waitedMs > 0)
  expect(waited?.stream).toBe('chatgpt.users')
  const stream = workflowIds.stream(integrationId, runNo, 'chatgpt.users')
  await recordHistory(temporal.client, 'stream-waited', stream)
})

test('a stream that may not be read, fails or hangs in a loop is a gap, and the run goes on', async () => {
  const { end, fakes, integrationId, runNo } = await collectOnce({
    collectSlice: async ({ stream }) => {
      if (stream === 'chatgpt.users') return { ...MORE, state: 'denied', reason: 'missing_scope' }
      if (stream === 'platform.invites') return { ...MORE, state: 'stuck' }
      if (stream === 'chatgpt.gpts') {
        throw ApplicationFailure.create({ type: 'UpstreamContractChanged', nonRetryable: true, message: 'x' })
      }
      return DONE
    },
  })
  expect(end.state).toBe('completed_with_gaps')
  expect(end.outcome.gaps).toEqual(
    expect.arrayContaining([
      { stream: 'chatgpt.users', state: 'denied', cause: 'missing_scope' },
      { stream: 'platform.invites', state: 'failed', cause: 'CursorStuck' },
      { stream: 'chatgpt.gpts', state: 'failed', cause: 'UpstreamContractChanged' },
      { stream: 'chatgpt.gpt_configs', state: 'failed', cause: 'parent_incomplete' },
    ]),
  )
  // A slice that came to no end says nothing any more.
  expect(statesOf(fakes, 'chatgpt.gpts')).toEqual(['failed'])
  expect(statesOf(fakes, 'platform.invites')).toEqual([])
  expect(fakes.named('collectSlice').map(({ stream }) => stream)).not.toContain('chatgpt.gpt_configs')
  expect(fakes.named('evaluateRules').length).toBeGreaterThan(0)
  await recordHistory(temporal.client, 'collection-with-gaps', workflowIds.run(integrationId, runNo))
})

test('a run that may read nothing has failed, and says so; its rules are asked all the same', async () => {
  const { end, fakes, integrationId, runNo } = await collectOnce({
    planRun: async () => ({
      streams: [{ stream: 'platform.users', verdict: 'denied', cause: 'missing_scope' }],
    }),
  })
  const gaps = [{ stream: 'platform.users', state: 'denied', cause: 'missing_scope' }]
  expect(end).toMatchObject({ state: 'failed', outcome: { code: 'nothing_read', gaps } })
  expect(fakes.named('evaluateRules').map(({ runId }) => runId)).toContain(end.runId)
  await recordHistory(temporal.client, 'collection-read-nothing', workflowIds.run(integrationId, runNo))
})

test('a run that has nothing to read is no success', async () => {
  const { end } = await collectOnce({ planRun: async () => ({ streams: [] }) })
  expect(end).toMatchObject({ state: 'failed', outcome: { code: 'nothing_to_read', gaps: [] } })
})

test('a slow plane holds up neither the stages of the other nor anything but the evaluation', async () => {
  const slow = gate()
  const fakes = fakeActivities({
    collectSlice: ({ stream }) => (stream === 'chatgpt.users' ? slow.pass() : Promise.resolve(DONE)),
  })
  workers = await startTestWorkers(temporal, fakes.activities)
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const { full } = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  await eventually('the last stage of the platform is read', () => {
    expect(fakes.named('collectSlice').map(({ stream }) => stream)).toContain('platform.project_keys')
  })
  const stages = () => fakes.named('setRunStage').filter(({ runId }) => runId === full.runId)
  const judged = () => fakes.named('evaluateRules').map(({ runId }) => runId)
  expect(stages().map(({ stage }) => stage)).toEqual(['preflight', 'directory'])
  expect(fakes.named('collectSlice').map(({ stream }) => stream)).not.toContain('chatgpt.gpts')
  expect(judged()).not.toContain(full.runId)

  slow.open()
  const run = temporal.client.workflow.getHandle(workflowIds.run(integrationId, full.runNo))
  expect(await run.result()).toBe('completed')
  expect(judged()).toContain(full.runId)
  const order = fakes.calls.flatMap(({ name, input }) =>
    (input as { runId?: string }).runId === full.runId ? [name] : [],
  )
  expect(order.indexOf('evaluateRules')).toBeGreaterThan(order.lastIndexOf('collectSlice'))
  expect(stages().map(({ stage }) => stage)).toEqual(['preflight', 'directory', 'gpts', 'evaluate', 'notify'])
  await recordHistory(temporal.client, 'collection-slow-plane', run.workflowId)
})

/** Milliseconds after which no more slices come, on a machine with much else to do; a stage of fewer than six waits as long. */
const NO_MORE_COME_MS = 4_000

test('parents are listed before what is under them, and six streams of a plane run at once, and no more', async () => {
  const running = new Set<StreamName>()
  const six = Promise.withResolvers<void>()
  let most = 0
  let lastCame = 0
  const untilNoMoreCome = async () => {
    while (performance.now() - lastCame < NO_MORE_COME_MS) await sleep(NEWS_EVERY_MS)
  }
  const order: StreamName[] = []
  const { integrationId, runNo } = await collectOnce({
    planRun: async ({ lane }) => ({
      streams: ALL_STREAMS.filter((stream) => STREAMS[stream].lane === lane).map((stream) => ({
        stream,
        verdict: 'read' as const,
      })),
    }),
    collectSlice: async ({ stream, lane }) => {
      if (lane !== 'full') return DONE
      order.push(stream)
      if (!stream.startsWith('chatgpt')) return DONE
      running.add(stream)
      most = Math.max(most, running.size)
      lastCame = performance.now()
      // Six wait for each other; then a little longer for a seventh, which must not come. A stage may have fewer.
      if (running.size === 6) setTimeout(six.resolve, 200)
      await Promise.race([six.promise, untilNoMoreCome()])
      running.delete(stream)
      return DONE
    },
  })
  expect(most).toBe(6)
  expect(order.indexOf('chatgpt.gpts')).toBeLessThan(order.indexOf('chatgpt.gpt_configs'))
  expect(order.indexOf('platform.projects')).toBeLessThan(order.indexOf('platform.project_keys'))
  await recordHistory(temporal.client, 'collection-six-at-once', workflowIds.run(integrationId, runNo))
})

const NEWS_EVERY_MS = 10

test('a stream that is through before it is told of new credentials is through, and no gap', async () => {
  let replacing = true
  const fakes: Fakes = fakeActivities({})
  workers = await startTestWorkers(temporal, fakes.activities)
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const { full } = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  const run = temporal.client.workflow.getHandle(workflowIds.run(integrationId, full.runNo))
  // Streams are started all the while, and last for one slice: some end between their start and the news.
  const news = (async () => {
    for (let epoch = 1; replacing; epoch += 1) {
      await run.signal(credentialsReplacedSignal, { epoch }).catch(() => undefined)
      await sleep(NEWS_EVERY_MS)
    }
  })()
  try {
    await eventually('the run ends', async () => {
      expect(fakes.named('finishRun').map(({ runId }) => runId)).toContain(full.runId)
    })
  } finally {
    replacing = false
    await news
  }
  const end = fakes.named('finishRun').find(({ runId }) => runId === full.runId)
  expect(end?.outcome.gaps).toEqual([])
  await recordHistory(temporal.client, 'collection-told-too-late', run.workflowId)
})
