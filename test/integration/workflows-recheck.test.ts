import { randomUUIDv7 } from 'node:crypto'
import { ApplicationFailure } from '@temporalio/common'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FindingId } from '../../src/model/core/ids.ts'
import { asFindingId, asRunId } from '../../src/model/core/ids.ts'
import type { JsonObject } from '../../src/model/core/json.ts'
import { workflowIds } from '../../src/model/core/names.ts'
import { recheckOutcomesOf } from '../../src/model/core/rechecks.ts'
import type { SliceResult } from '../../src/model/core/slices.ts'
import { collectNowUpdate, pauseUpdate, recheckUpdate, resumeUpdate } from '../../src/workflows/messages.ts'
import { collectNowInput, inPhase, PERSON, startEntity } from '../support/entity.ts'
import type { Fakes } from '../support/fake-activities.ts'
import { DONE, fakeActivities, gate } from '../support/fake-activities.ts'
import { recordHistory } from '../support/histories.ts'
import type { TestTemporalClient, TestWorkers } from '../support/temporal.ts'
import { eventually, freshNamespace, startTestWorkers } from '../support/temporal.ts'

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

type Handle = Awaited<ReturnType<typeof startEntity>>['handle']

const findingOf = () => asFindingId(randomUUIDv7())
const ask = (handle: Handle, findingId: FindingId = findingOf()) =>
  handle.executeUpdate(recheckUpdate, {
    args: [{ actor: PERSON, findingId, runId: asRunId(randomUUIDv7()) }],
  })

/** An entity at rest, whose activities a test may replace. */
async function idle(
  overrides: Parameters<typeof fakeActivities>[0],
  options: Parameters<typeof startEntity>[1] = {},
) {
  const fakes = fakeActivities(overrides)
  workers = await startTestWorkers(temporal, fakes.activities)
  const { handle, integrationId } = await startEntity(temporal.client, options)
  await inPhase(fakes, 'idle')
  return { fakes, handle, integrationId }
}

/** How a run was closed, once it is. */
const closed = (fakes: Fakes, runId: string) =>
  eventually('the recheck ends', () => {
    const row = fakes.named('finishRun').find((one) => one.runId === runId)
    if (row === undefined) throw new Error('it is open')
    return { state: row.state, rechecks: recheckOutcomesOf(row.outcome as JsonObject) }
  })

const isRecheck = ({ runKind }: { readonly runKind: string }) => runKind === 'recheck'

test('a recheck comes through while both lanes are held, and reads only what it names', async () => {
  const { pass, open } = gate()
  const { fakes, handle, integrationId } = await idle({
    collectSlice: (input) => (isRecheck(input) ? Promise.resolve(DONE) : pass()),
  })
  const lanes = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  await inPhase(fakes, 'collecting')
  const findingId = findingOf()
  const ticket = await ask(handle, findingId)
  expect(ticket).toMatchObject({ kind: 'recheck', joined: false })
  const outcome = { findingId, result: 'resolved', obstacle: null, cause: null }
  expect(await closed(fakes, ticket.runId)).toEqual({ state: 'completed', rechecks: [outcome] })
  const run = temporal.client.workflow.getHandle(workflowIds.run(integrationId, lanes.full.runNo))
  expect((await run.describe()).status.name).toBe('RUNNING')
  expect(fakes.named('collectSlice').filter(isRecheck)).toMatchObject([
    { lane: 'recheck', stream: 'chatgpt.gpts', targets: ['g-1'], runNo: ticket.runNo },
  ])
  const wholeEvaluations = fakes.named('evaluateRules').filter(({ runId }) => runId === ticket.runId)
  expect(wholeEvaluations).toEqual([])
  expect(fakes.named('dispatchOutbox').map(({ runId }) => runId)).toContain(ticket.runId)
  open()
  await inPhase(fakes, 'idle')
  await recordHistory(temporal.client, 'recheck-completed', workflowIds.run(integrationId, ticket.runNo))
  await recordHistory(temporal.client, 'entity-recheck', workflowIds.integration(integrationId))
})

test('what is asked for while one is on shares the next run, each finding once', async () => {
  const { pass, open } = gate()
  let slices = 0
  const { fakes, handle } = await idle({
    collectSlice: (input) => {
      if (!isRecheck(input)) return Promise.resolve(DONE)
      slices += 1
      return slices === 1 ? pass() : Promise.resolve(DONE)
    },
  })
  const [a, b] = [findingOf(), findingOf()]
  const first = await ask(handle, a)
  await eventually('it reads', () => expect(slices).toBe(1))
  const tickets = await Promise.all([ask(handle, a), ask(handle, b), ask(handle, a)])
  expect(new Set(tickets.map(({ runId }) => runId)).size).toBe(1)
  expect(tickets.filter(({ joined }) => joined)).toHaveLength(2)
  const [second] = tickets
  expect(second?.runId).not.toBe(first.runId)
  open()
  const { rechecks } = await closed(fakes, second?.runId ?? '')
  expect(rechecks.map(({ findingId }) => findingId).sort()).toEqual([a, b].sort())
})

describe('what cannot be read is told, and the finding is not judged', () => {
  const REFUSED: SliceResult = {
    ...{ state: 'rejected', credentialKind: 'compliance_key', code: 'invalid_key' },
    ...{ pages: 0, records: 0, quarantined: 0 },
  }
  test.each<[string, SliceResult, string, string | null]>([
    ['a key that is refused', REFUSED, 'credential_rejected', 'invalid_key'],
    [
      'a rate limit beyond its time',
      { state: 'waiting', untilMs: Date.now() + 86_400_000, pages: 0, records: 0, quarantined: 0 },
      'rate_limited',
      null,
    ],
    [
      'a permission that was taken',
      { state: 'denied', reason: 'missing_scope', pages: 0, records: 0, quarantined: 0 },
      'not_allowed',
      'missing_scope',
    ],
    ['a shape that nobody knows', { ...DONE, quarantined: 1 }, 'unreadable', null],
  ])('%s', async (_, result, obstacle, cause) => {
    const { fakes, handle } = await idle({
      collectSlice: (input) => Promise.resolve(isRecheck(input) ? result : DONE),
    })
    const findingId = findingOf()
    const { runId } = await ask(handle, findingId)
    const untold = { findingId, result: 'not_evaluated', obstacle, cause }
    expect(await closed(fakes, runId)).toEqual({ state: 'failed', rechecks: [untold] })
    if (obstacle === 'credential_rejected') {
      await inPhase(fakes, 'needs_attention')
      await expect(ask(handle)).rejects.toMatchObject({
        cause: { message: expect.stringContaining('replace the credential') },
      })
    }
  })

  test('an upstream that does not answer, tried again until its time is over', async () => {
    let attempts = 0
    const { fakes, handle, integrationId } = await idle(
      {
        collectSlice: async (input) => {
          if (!isRecheck(input)) return DONE
          attempts += 1
          throw ApplicationFailure.create({ message: 'OpenAI answered 503', type: 'Transient' })
        },
      },
      { timings: { recheckWithinMs: 8_000 } },
    )
    const ticket = await ask(handle)
    const { state, rechecks } = await closed(fakes, ticket.runId)
    expect([state, rechecks[0]?.obstacle]).toEqual(['failed', 'unanswered'])
    expect(attempts).toBeGreaterThan(1)
    await recordHistory(temporal.client, 'recheck-unanswered', workflowIds.run(integrationId, ticket.runNo))
  })
})

test('a paused integration refuses; a recheck that an operator ends frees its lane', async () => {
  const { pass, open } = gate()
  let slices = 0
  const { fakes, handle, integrationId } = await idle({
    collectSlice: (input) => {
      slices += isRecheck(input) ? 1 : 0
      return slices === 1 ? pass() : Promise.resolve(DONE)
    },
    describeRun: async ({ workflowId }) => {
      const { status } = await temporal.client.workflow.getHandle(workflowId).describe()
      return status.name === 'RUNNING'
        ? { open: true, state: 'running' }
        : { open: false, state: 'cancelled' }
    },
  })
  await handle.executeUpdate(pauseUpdate, { args: [{ actor: PERSON, note: 'an audit is on' }] })
  await expect(ask(handle)).rejects.toMatchObject({
    cause: { message: expect.stringContaining('Resume it') },
  })
  await handle.executeUpdate(resumeUpdate, { args: [{ actor: PERSON }] })
  const first = await ask(handle)
  await eventually('it reads', () => expect(slices).toBe(1))
  await temporal.client.workflow.getHandle(workflowIds.run(integrationId, first.runNo)).terminate('by hand')
  const second = await ask(handle)
  expect((await closed(fakes, second.runId)).state).toBe('completed')
  open()
})

test('a recheck that is cancelled says so, and judges nothing', async () => {
  const { pass, open } = gate()
  const { fakes, handle, integrationId } = await idle({
    collectSlice: (input) => (isRecheck(input) ? pass() : Promise.resolve(DONE)),
  })
  const ticket = await ask(handle)
  const run = temporal.client.workflow.getHandle(workflowIds.run(integrationId, ticket.runNo))
  await eventually('it reads', () => expect(fakes.named('collectSlice').filter(isRecheck)).toHaveLength(1))
  await run.cancel()
  const { state, rechecks } = await closed(fakes, ticket.runId)
  expect([state, rechecks[0]?.result, rechecks[0]?.obstacle]).toEqual([
    'cancelled',
    'not_evaluated',
    'cancelled',
  ])
  expect(fakes.named('judgeRecheck')).toEqual([])
  open()
})
