import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ProbeSummary } from '../../src/activities/contract.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../../src/model/core/capabilities.ts'
import { workflowIds } from '../../src/model/core/names.ts'
import type { SliceResult } from '../../src/model/core/slices.ts'
import { collectNowUpdate, replaceCredentialsUpdate } from '../../src/workflows/messages.ts'
import { collectNowInput, inPhase, PERSON, startEntity } from '../support/entity.ts'
import type { Fakes } from '../support/fake-activities.ts'
import { ALL_GRANTED, DONE, fakeActivities } from '../support/fake-activities.ts'
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

async function work(overrides: Parameters<typeof fakeActivities>[0]): Promise<Fakes> {
  const fakes = fakeActivities(overrides)
  workers = await startTestWorkers(temporal, fakes.activities)
  return fakes
}

const onPlane = (plane: 'platform' | 'chatgpt') =>
  CAPABILITIES.filter((capability) => CAPABILITY_FACTS[capability].plane === plane)

const AWAITING: ProbeSummary = { granted: [], awaiting: onPlane('chatgpt'), denied: [], rejected: [] }
const HOURLY = { accessProbeEveryMs: 1_500 }

test('a compliance key without access is waited for, and collected with as soon as it is granted', async () => {
  let probes = 0
  const fakes = await work({ probeCapabilities: async () => (++probes < 3 ? AWAITING : ALL_GRANTED) })
  const { handle, integrationId } = await startEntity(temporal.client, { timings: HOURLY })
  await inPhase(fakes, 'awaiting_access')
  await expect(handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })).rejects.toMatchObject({
    cause: { message: expect.stringContaining('not granted') },
  })

  await eventually('it collects by itself', () => {
    const ended = fakes.named('finishRun').filter(({ state }) => state === 'completed')
    expect(ended.length).toBeGreaterThanOrEqual(3)
  })
  const opened = fakes.named('openRun').filter(({ kind }) => kind !== 'connection_test')
  expect(opened.map(({ kind, actor }) => [kind, actor.kind]).toSorted()).toEqual([
    ['full', 'system'],
    ['incremental', 'system'],
  ])
  const last = await inPhase(fakes, 'idle')
  expect(last.note).toContain('granted access')
  await recordHistory(temporal.client, 'entity-access-granted', workflowIds.integration(integrationId))
  expect(fakes.named('syncSchedules').at(-1)?.pausedNote).toBeNull()
})

test('the platform plane is collected while the compliance key waits', async () => {
  const half: ProbeSummary = { ...AWAITING, granted: onPlane('platform') }
  const fakes = await work({ probeCapabilities: async () => half })
  const { handle } = await startEntity(temporal.client, { timings: HOURLY })
  await inPhase(fakes, 'idle')
  const ticket = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  await eventually('it is collected', () => {
    expect(fakes.named('finishRun').map(({ runId }) => runId)).toContain(ticket.full.runId)
  })
  await eventually('it is probed again', () => {
    expect(fakes.named('probeCapabilities').length).toBeGreaterThan(1)
  })
})

test('access that never comes ends in a request for attention', async () => {
  const fakes = await work({ probeCapabilities: async () => AWAITING })
  await startEntity(temporal.client, { timings: { accessProbeEveryMs: 500, accessWaitMs: 1_500 } })
  const last = await inPhase(fakes, 'needs_attention')
  expect(last.note).toContain('access_not_granted_yet')
})

test('a refused credential stops nothing for good: people replace it, and the run goes on', async () => {
  let replaced = false
  const rejection: SliceResult = {
    state: 'rejected',
    credentialKind: 'admin_key',
    code: 'key_revoked_or_expired',
    pages: 0,
    records: 0,
    quarantined: 0,
  }
  const fakes = await work({
    collectSlice: async ({ stream }) => (stream.startsWith('platform') && !replaced ? rejection : DONE),
  })
  const { handle, integrationId } = await startEntity(temporal.client)
  await inPhase(fakes, 'idle')
  const ticket = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  const attention = await inPhase(fakes, 'needs_attention')
  expect(attention.note).toContain('admin key')
  await eventually('the Schedules are paused', () => {
    expect(fakes.named('syncSchedules').at(-1)?.pausedNote).toContain('key_revoked_or_expired')
  })
  await eventually('streams wait', () => {
    expect(fakes.named('setStreamState').map(({ state }) => state)).toContain('waiting_for_credentials')
  })

  replaced = true
  await handle.executeUpdate(replaceCredentialsUpdate, { args: [{ actor: PERSON, kinds: ['admin_key'] }] })
  await eventually('both runs end', () => {
    const ended = fakes.named('finishRun').map(({ runId, state }) => `${runId} ${state}`)
    expect(ended).toContain(`${ticket.full.runId} completed`)
    expect(ended).toContain(`${ticket.incremental.runId} completed`)
  })
  await inPhase(fakes, 'idle')
  await eventually('the Schedules run again', () => {
    expect(fakes.named('syncSchedules').at(-1)?.pausedNote).toBeNull()
  })
  await recordHistory(temporal.client, 'entity-credential-replaced', workflowIds.integration(integrationId))
  const { runNo } = ticket.full
  await recordHistory(
    temporal.client,
    'collection-credential-replaced',
    workflowIds.run(integrationId, runNo),
  )
  const stream = workflowIds.stream(integrationId, runNo, 'platform.users')
  await recordHistory(temporal.client, 'stream-credential-replaced', stream)
})
