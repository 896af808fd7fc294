import { ApplicationFailure } from '@temporalio/common'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ProbeSummary } from '../../src/activities/contract.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import { workflowIds } from '../../src/model/core/names.ts'
import { LOG_FED_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import type { SliceResult } from '../../src/model/core/slices.ts'
import {
  collectNowUpdate,
  disconnectUpdate,
  pauseUpdate,
  resumeUpdate,
  setModeUpdate,
  testConnectionUpdate,
  tickSignal,
} from '../../src/workflows/messages.ts'
import { collectNowInput, inPhase, PERSON, startEntity } from '../support/entity.ts'
import type { Fakes } from '../support/fake-activities.ts'
import { ALL_GRANTED, DONE, fakeActivities, gate } from '../support/fake-activities.ts'
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

const tickOf = (kind: 'full' | 'incremental' | 'key-check', n: number) => ({
  kind,
  runId: asRunId(`01890000-0000-7000-8000-${String(n).padStart(12, '0')}`),
})

test('the entity begins new histories while a run is open, and still hears of its end', async () => {
  const { pass, open } = gate()
  const fakes = await work({ collectSlice: ({ lane }) => (lane === 'full' ? pass() : Promise.resolve(DONE)) })
  const { handle, integrationId } = await startEntity(temporal.client, { updatesPerHistory: 3 })
  await inPhase(fakes, 'idle')
  const first = await handle.describe()
  const tickets = []
  for (let call = 0; call < 7; call += 1) {
    tickets.push(await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] }))
  }
  expect(new Set(tickets.map(({ full }) => full.runId)).size).toBe(1)
  await eventually('another history', async () => {
    if ((await handle.describe()).runId === first.runId) throw new Error('still the first')
  })
  const run = temporal.client.workflow.getHandle(workflowIds.run(integrationId, tickets[0]?.full.runNo ?? 0))
  expect((await run.describe()).status.name).toBe('RUNNING')
  open()
  expect(await run.result()).toBe('completed')
  await inPhase(fakes, 'idle')
  expect(fakes.named('openRun').filter(({ kind }) => kind === 'full')).toHaveLength(1)
  const entity = workflowIds.integration(integrationId)
  await recordHistory(temporal.client, 'entity-continued-as-new', entity, first.runId)
  await recordHistory(temporal.client, 'entity-carried-on', entity)
})

test('Collect Now joins a run that reads, and not one that only judges what it has read', async () => {
  const { pass, open } = gate()
  const fakes = await work({
    evaluateRules: async () => {
      await pass()
      return { evaluated: 0, opened: 0, resolved: 0 }
    },
  })
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const collect = () => handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  const first = await collect()
  await eventually('the full run judges', () =>
    expect(fakes.named('evaluateRules').map(({ runId }) => runId)).toContain(first.full.runId),
  )
  const second = await collect()
  expect(second.full).toMatchObject({ joined: false })
  expect((await collect()).full).toEqual({ ...second.full, joined: true })
  open()
  const run = temporal.client.workflow.getHandle(workflowIds.run(integrationId, second.full.runNo))
  expect(await eventually('the second run ends', () => run.result())).toBe('completed')
})

test('an incremental reads again what its logs have named, parents first, and judges it', async () => {
  const named = ['chatgpt.gpts', 'chatgpt.gpt_configs', 'platform.invites'] as const
  const fakes = await work({
    planRereads: async () => ({ streams: named, ruleIds: ['gpt.public_store', 'user.inactive'] }),
  })
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const { incremental } = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  await eventually('it ends', () =>
    expect(fakes.named('finishRun').map(({ runId }) => runId)).toContain(incremental.runId),
  )
  const read = fakes
    .named('collectSlice')
    .filter(({ runId }) => runId === incremental.runId)
    .map(({ stream }) => stream)
  expect(read).toEqual(expect.arrayContaining([...named]))
  const lastLog = Math.max(...read.map((stream, index) => (stream.includes('log') ? index : -1)))
  const order = named.map((stream) => read.indexOf(stream))
  expect(Math.min(...order)).toBeGreaterThan(lastLog)
  expect(order[0]).toBeLessThan(order[1] ?? 0)
  const judged = fakes.named('evaluateRules').find(({ runId }) => runId === incremental.runId)
  expect(judged?.ruleIds).toEqual([...LOG_FED_RULE_IDS, 'gpt.public_store'])
  const run = workflowIds.run(integrationId, incremental.runNo)
  await recordHistory(temporal.client, 'collection-rereads', run)
})

test('a run that an operator terminated frees its lane', async () => {
  const { pass } = gate()
  const fakes = await work({
    collectSlice: ({ runNo }) => (runNo <= 3 ? pass() : Promise.resolve(DONE)),
    describeRun: async ({ workflowId }) => {
      const { status } = await temporal.client.workflow.getHandle(workflowId).describe()
      return status.name === 'RUNNING'
        ? { open: true, state: 'running' }
        : { open: false, state: 'cancelled' }
    },
  })
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const first = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  await inPhase(fakes, 'collecting')
  for (const { runNo } of [first.full, first.incremental]) {
    const run = temporal.client.workflow.getHandle(workflowIds.run(integrationId, runNo))
    await eventually('the run is there', () => run.describe())
    await run.terminate('an operator was here')
  }
  await inPhase(fakes, 'idle')
  const second = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  expect(second.full).toMatchObject({ joined: false })
  expect(second.full.runNo).toBeGreaterThan(first.full.runNo)
  await recordHistory(temporal.client, 'entity-run-terminated', workflowIds.integration(integrationId))
  await eventually('the second run ends', () => {
    expect(fakes.named('finishRun').map(({ runId }) => runId)).toContain(second.full.runId)
  })
})

test('a run that the entity does not know of holds its lane, and nothing else', async () => {
  const stranger = { runId: asRunId('01890000-0000-7000-8000-000000000041'), runNo: asRunNo(41) }
  let open = true
  const fakes = await work({
    openRun: async ({ lane }) =>
      lane === 'full' && open
        ? { opened: false, by: { ...stranger, kind: 'full' }, lastRunNo: asRunNo(42) }
        : { opened: true },
    describeRun: async ({ runId }) =>
      open || runId !== stranger.runId
        ? { open: true, state: 'running' }
        : { open: false, state: 'cancelled' },
  })
  const { handle, integrationId } = await startEntity(temporal.client, { timings: { runCheckEveryMs: 500 } })
  await inPhase(fakes, 'idle')
  const ticket = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  expect(ticket.full).toMatchObject({ joined: false })
  await eventually('the other lane goes on', () => {
    expect(fakes.named('finishRun').map(({ runId }) => runId)).toContain(ticket.incremental.runId)
  })
  const again = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  expect(again.full).toEqual({ ...stranger, kind: 'full', joined: true })
  await handle.executeUpdate(pauseUpdate, { args: [{ actor: PERSON, note: 'an audit is on' }] })
  await inPhase(fakes, 'paused')
  await handle.executeUpdate(resumeUpdate, { args: [{ actor: PERSON }] })
  await inPhase(fakes, 'collecting')
  const workflowId = workflowIds.run(integrationId, stranger.runNo)
  expect(fakes.named('describeRun')).toContainEqual({ integrationId, runId: stranger.runId, workflowId })

  open = false
  await eventually('what waited is collected', () => {
    expect(fakes.named('finishRun').map(({ runId }) => runId)).toContain(ticket.full.runId)
  })
  await inPhase(fakes, 'idle')
  const opened = fakes.named('openRun').filter(({ runId }) => runId === ticket.full.runId)
  expect(opened.at(-1)?.runNo, 'fences are ordered by run numbers').toBeGreaterThan(42)
  await recordHistory(temporal.client, 'entity-lane-held', workflowIds.integration(integrationId))
})

test('a connection test whose number is taken takes the next that is free', async () => {
  const fakes = await work({
    openRun: async ({ runNo }) =>
      runNo <= 7 ? { opened: false, by: null, lastRunNo: asRunNo(7) } : { opened: true },
  })
  const { integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  expect(fakes.named('openRun').map(({ runNo }) => runNo)).toEqual([1, 8])
  const test = workflowIds.connectionTest(integrationId, 1)
  await recordHistory(temporal.client, 'connection-test-renumbered', test)
})

test('a connection test that an operator terminated has its row closed, and the next one is made', async () => {
  let probes = 0
  const slow = Promise.withResolvers<ProbeSummary>()
  const fakes = await work({
    probeCapabilities: () => (++probes === 2 ? slow.promise : Promise.resolve(ALL_GRANTED)),
  })
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const runId = asRunId('01890000-0000-7000-8000-000000000051')
  await handle.executeUpdate(testConnectionUpdate, { args: [{ actor: PERSON, runId }] })
  await eventually('the probe runs', () => expect(probes).toBe(2))
  const workflowId = workflowIds.connectionTest(integrationId, 2)
  await temporal.client.workflow.getHandle(workflowId).terminate('an operator was here')
  await eventually('its row is looked after', () => {
    expect(fakes.named('describeRun')).toEqual([{ integrationId, runId, workflowId }])
  })
  const next = asRunId('01890000-0000-7000-8000-000000000052')
  await handle.executeUpdate(testConnectionUpdate, { args: [{ actor: PERSON, runId: next }] })
  await eventually('the next one ends', () => {
    expect(fakes.named('finishRun').at(-1)).toMatchObject({ runId: next, state: 'completed' })
  })
  slow.resolve(ALL_GRANTED)
  await recordHistory(temporal.client, 'entity-test-terminated', workflowIds.integration(integrationId))
})

test('ticks that pile up during a run become one run after it', async () => {
  const { pass, open } = gate()
  const fakes = await work({ collectSlice: pass })
  const { handle } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  await handle.signal(tickSignal, tickOf('incremental', 0))
  await inPhase(fakes, 'collecting')
  for (let n = 1; n <= 5; n += 1) await handle.signal(tickSignal, tickOf('incremental', n))
  await handle.signal(tickSignal, tickOf('key-check', 6))
  open()
  await eventually('all have ended', () => {
    const kinds = fakes.named('openRun').map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['connection_test', 'incremental', 'incremental', 'key_check'])
    expect(fakes.named('finishRun')).toHaveLength(4)
  })
  await inPhase(fakes, 'idle')
})

test('a paused integration starts nothing, keeps what is open, and goes on when resumed', async () => {
  const fakes = await work({})
  const { handle } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  await handle.executeUpdate(pauseUpdate, { args: [{ actor: PERSON, note: 'an audit is on' }] })
  await inPhase(fakes, 'paused')
  await eventually('the Schedules are paused', () => {
    expect(fakes.named('syncSchedules').at(-1)?.pausedNote).toContain('an audit is on')
  })
  const collect = () => handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  await expect(collect()).rejects.toMatchObject({ cause: { message: expect.stringContaining('paused') } })
  await handle.executeUpdate(resumeUpdate, { args: [{ actor: PERSON }] })
  await inPhase(fakes, 'idle')
  await collect()
  await eventually('collected', () => expect(fakes.named('finishRun').length).toBeGreaterThanOrEqual(3))
})

test('disconnect cancels open runs, then deletes the Schedules and shreds the data', async () => {
  const fakes = await work({ collectSlice: hangUntilCancelled })
  const { handle, integrationId } = await startEntity(temporal.client, {
    timings: { sliceHeartbeatMs: 2_000 },
  })
  await inPhase(fakes, 'idle')
  const ticket = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  await eventually('slices run', () => expect(fakes.named('collectSlice').length).toBeGreaterThan(0))
  await handle.executeUpdate(disconnectUpdate, { args: [{ actor: PERSON }] })
  await handle.result()
  const names = fakes.calls.map(({ name }) => name)
  expect(names.indexOf('deleteSchedules')).toBeLessThan(names.indexOf('shredIntegration'))
  expect(names.slice(-2)).toEqual(['shredIntegration', 'setPhase'])
  expect(fakes.named('setPhase').at(-1)).toMatchObject({ phase: 'disconnected' })
  const cancelled = fakes.named('finishRun').filter(({ state }) => state === 'cancelled')
  expect(cancelled.map(({ runId }) => runId)).toContain(ticket.full.runId)
  await recordHistory(temporal.client, 'entity-disconnected', workflowIds.integration(integrationId))
  const run = workflowIds.run(integrationId, ticket.full.runNo)
  await recordHistory(temporal.client, 'collection-cancelled', run)
  const stream = workflowIds.stream(integrationId, ticket.full.runNo, 'platform.users')
  await recordHistory(temporal.client, 'stream-cancelled', stream)
})

/** A slice that hears of its cancellation as a real one does: through its heartbeats. */
async function hangUntilCancelled(): Promise<SliceResult> {
  const { Context } = await import('@temporalio/activity')
  const context = Context.current()
  const timer = setInterval(() => context.heartbeat(), 200)
  try {
    return await context.cancelled
  } finally {
    clearInterval(timer)
  }
}

test('a purge of hours holds up nobody: whoever wants another mode or disconnects is heard at once', async () => {
  const { pass, open } = gate()
  const applied: string[] = []
  const fakes = await work({
    applyMode: async ({ mode }) => {
      applied.push(mode)
      if (applied.length === 1) await pass()
    },
  })
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  await handle.executeUpdate(setModeUpdate, { args: [{ actor: PERSON, mode: 'none' }] })
  await eventually('the purge is on', () => expect(applied).toEqual(['none']))
  await handle.executeUpdate(pauseUpdate, { args: [{ actor: PERSON, note: 'meanwhile' }] })
  await inPhase(fakes, 'paused')
  await handle.executeUpdate(setModeUpdate, { args: [{ actor: PERSON, mode: 'metadata' }] })
  await eventually('the last wish counts', () => expect(applied).toEqual(['none', 'metadata']))
  await handle.executeUpdate(disconnectUpdate, { args: [{ actor: PERSON }] })
  await handle.result()
  expect(fakes.named('shredIntegration')).toEqual([{ integrationId }])
  open()
})

test('a run whose findings cannot be handed on has read and judged all the same', async () => {
  const fakes = await work({
    dispatchOutbox: async () => {
      throw ApplicationFailure.nonRetryable('the outbox is stuck')
    },
  })
  const { handle } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const { full } = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  const ended = await eventually('the run ends', () => {
    const row = fakes.named('finishRun').find(({ runId }) => runId === full.runId)
    if (row === undefined) throw new Error('not yet')
    return row
  })
  expect(ended).toMatchObject({ state: 'completed', outcome: { gaps: [], notified: 'failed' } })
})
