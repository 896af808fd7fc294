import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Run, RunDetail } from '../../src/cli/run-view.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../../src/model/core/capabilities.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'
import type { OwnIds } from '../support/credentials.ts'
import {
  collected,
  expectAdvice,
  gapsOf,
  inPhase,
  passTime,
  readBy,
  readIntegration,
  schedulesSay,
  until,
} from '../support/credentials.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { eventually } from '../support/temporal.ts'

const CHATGPT_CAPABILITIES = CAPABILITIES.filter((one) => CAPABILITY_FACTS[one].plane === 'chatgpt').length

/**
 * A compliance key whose access OpenAI grants an hour later, in the simulated tenant's time. Casbah looks again
 * every second in place of every hour; everything else is as always.
 */
const HOUR_MS = 3_600_000
const ACCESS_REQUEST = 'https://help.openai.com/en/articles/9261474-compliance-api-for-enterprise-customers'
const CHATGPT_STREAMS = STREAM_NAMES.filter((name) => STREAMS[name].plane === 'chatgpt')
const PLATFORM_STREAMS = STREAM_NAMES.filter((name) => STREAMS[name].plane === 'platform')

let stack: Stack
let ids: OwnIds
let id: string

beforeAll(async () => {
  stack = await startStack({ env: { CASBAH_ACCESS_PROBE_SECONDS: '1' } })
  ids = stack.simulator
  await stack.scenario({ complianceGrantedAt: new Date(Date.now() + HOUR_MS).toISOString() })
})
afterAll(() => stack?.close())

const chatgptOf = async () =>
  (await readIntegration(stack, id)).capabilities.filter(({ plane }) => plane === 'chatgpt')

async function startedBySystem(): Promise<RunDetail[]> {
  const found: RunDetail[] = []
  for await (const run of stack.api.list<Run>('/api/v1/runs', { integration: id })) {
    if (run.requested_by.kind === 'system' && run.lane !== null)
      found.push(await stack.api.get<RunDetail>(`/api/v1/runs/${run.id}`))
  }
  return found
}

test('with nothing but an ungranted key the integration awaits access, says how to ask for it, and collects nothing', async () => {
  const made = await stack.integrate({
    credentials: {
      compliance_key: { secret: stack.simulator.keys.compliance, key_name: 'Casbah compliance' },
    },
  })
  id = made.id
  expect(made.phase).toBe('awaiting_access')
  expect(made.phase_note).toContain('OpenAI has not granted it access yet')
  const capabilities = await chatgptOf()
  expect(capabilities).toHaveLength(CHATGPT_CAPABILITIES)
  for (const capability of capabilities) {
    expect(`${capability.state} ${capability.result_code}`).toBe('awaiting access_not_granted_yet')
    expectAdvice(capability, { key: 'compliance key', fix: /starts by itself/, url: ACCESS_REQUEST })
  }
  expect(made.credentials.map(({ state }) => state)).toEqual(['active'])
  await expect(stack.collect(id)).rejects.toThrow(/./)
  await schedulesSay(stack, id, made.phase_note)

  const request = await stack.api.get<{ text: string }>(`/api/v1/integrations/${id}/access-request`)
  for (const fact of [ids.organizationId, stack.simulator.keys.compliance.slice(-4), 'Casbah compliance'])
    expect(request.text).toContain(fact)
})

test('the platform plane is collected meanwhile, and what waits is a gap by name', async () => {
  await stack.api.put(`/api/v1/integrations/${id}/credentials/admin_key`, {
    secret: stack.simulator.keys.admin,
  })
  const { phase_note } = await inPhase(stack, id, 'idle')
  expect(phase_note).toContain('the rest starts by itself')
  const { full, incremental } = await collected(stack, id)
  expect([full.state, incremental.state]).toEqual(['completed_with_gaps', 'completed_with_gaps'])
  expect([...readBy(full), ...readBy(incremental)].sort()).toEqual([...PLATFORM_STREAMS].sort())
  expect([...gapsOf(full), ...gapsOf(incremental)].sort()).toEqual(
    CHATGPT_STREAMS.map((stream) => `${stream} access_not_granted_yet`).sort(),
  )
  expect(await stack.mismatches(id, PLATFORM_STREAMS)).toEqual([])
  for (const { state } of await chatgptOf()) expect(state).toBe('awaiting')
  await schedulesSay(stack, id, null)
})

test('an hour later it is granted: the ChatGPT streams start by themselves, once', async () => {
  await passTime(stack, HOUR_MS)
  await until(stack, id, 'everything is granted', ({ capabilities }) =>
    capabilities.every(({ state }) => state === 'granted'),
  )
  const runs = await eventually('the runs that nobody asked for end', async () => {
    const started = await startedBySystem()
    expect(started.map(({ kind }) => kind).sort()).toEqual(['full', 'incremental'])
    expect(started.filter(({ ended }) => !ended)).toEqual([])
    return started
  })
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])
  expect(runs.flatMap(readBy).sort()).toEqual([...STREAM_NAMES].sort())
  const { phase_note } = await inPhase(stack, id, 'idle')
  expect(phase_note).toContain('OpenAI granted access to the ChatGPT workspace')
  expect(await stack.mismatches(id)).toEqual([])
})
