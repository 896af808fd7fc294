import { afterAll, beforeAll, expect, test } from 'vitest'
import { testNow } from '../../src/cli/integrations/until-tested.ts'
import type { CollectTickets, RunDetail } from '../../src/cli/run-view.ts'
import type { Plane } from '../../src/model/core/planes.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import type { OwnIds } from '../support/credentials.ts'
import {
  expectAdvice,
  gapsOf,
  inPhase,
  KeyRing,
  ownIds,
  readIntegration,
  requestsEnding,
  schedulesSay,
} from '../support/credentials.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { eventually } from '../support/temporal.ts'

/** Keys that end while they are in use, and their replacement: two workers, one integration, two runs. */

const GPTS = 40
const PROJECTS = 12
/** Milliseconds of each answer, so that a stream of one page a parent is met on its way. */
const LATENCY_MS = 60
/** Milliseconds of each answer where a stream of few pages must still be under way when its key ends, on a busy machine too. */
const HELD_UP_MS = 500
/** Pages of a stream that are read before its key is revoked. */
const PAGES_BEFORE = 8
/** Of a second's reading, which a slice that begins again may have to do once more. */
const PAGES_A_SECOND = Math.ceil(1_000 / LATENCY_MS)
const GPT_CONFIGS = '/gpts/{gpt_id}/configs 200'
const PROJECT_USERS = '/projects/{project_id}/users 200'
const REFUSED = ' 401'
const QUIET_MS = 2_000

let stack: Stack
let keys: KeyRing
let ids: OwnIds
let id: string
let admin: string
let compliance: string

beforeAll(async () => {
  stack = await startStack({ workers: 2, simulate: { gpts: GPTS, projects: PROJECTS } })
  keys = new KeyRing(stack)
  ids = ownIds()
  admin = await keys.admin(ids)
  compliance = await keys.compliance(ids)
  const made = await stack.integrate({
    organization_id: ids.organizationId,
    workspace_id: ids.workspaceId,
    credentials: { admin_key: { secret: admin }, compliance_key: { secret: compliance } },
  })
  id = made.id
  await stack.scenario({ latencyMs: LATENCY_MS })
})
afterAll(() => stack?.close())

const runOf = ({ run_id }: { readonly run_id: string }) => stack.api.get<RunDetail>(`/api/v1/runs/${run_id}`)

const replace = (kind: 'admin_key' | 'compliance_key', secret: string) =>
  stack.api.put(`/api/v1/integrations/${id}/credentials/${kind}`, { secret })

/** Probes try each key on both planes and hear "no" there, so counts of refusals begin when they are over. */
async function replaceAndProbe(kind: 'admin_key' | 'compliance_key', secret: string): Promise<void> {
  const probedAt = async () =>
    (await readIntegration(stack, id)).capabilities.map(({ checked_at }) => Date.parse(checked_at))
  const before = Math.max(...(await probedAt()))
  await replace(kind, secret)
  await eventually('the new key is probed', async () => {
    expect(Math.min(...(await probedAt()))).toBeGreaterThan(before)
  })
}

const reached = (requests: string, count: number) =>
  eventually(`${count} requests of ${requests}`, async () => {
    expect(await requestsEnding(stack, requests)).toBeGreaterThanOrEqual(count)
  })

/** The streams of a plane that wait for a person, once none of them is under way any more. */
const waiting = (tickets: CollectTickets, plane: Plane) =>
  eventually('all that is left of the plane waits for credentials', async () => {
    const runs = await Promise.all([runOf(tickets.full), runOf(tickets.incremental)])
    const streams = runs.flatMap((run) => run.streams).filter((stream) => stream.plane === plane)
    expect(streams.filter(({ state }) => state === 'running').map(({ stream }) => stream)).toEqual([])
    const held = streams.filter(({ state }) => state === 'waiting_for_credentials')
    expect(held.length).toBeGreaterThan(0)
    return held
  })

/** Each stream under way hears "no" at most once; then nothing is asked with that key any more, ask for it who will. */
async function expectSilence(refusedBefore: number, held: RunDetail['streams']): Promise<void> {
  expect(new Set(held.map(({ cause }) => cause))).toEqual(new Set(['key_revoked_or_expired']))
  const refused = await requestsEnding(stack, REFUSED)
  expect(refused - refusedBefore).toBeGreaterThan(0)
  expect(refused - refusedBefore).toBeLessThanOrEqual(held.length)
  await stack.collect(id)
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
  expect(await requestsEnding(stack, REFUSED)).toBe(refused)
}

async function expectAttention(kind: 'admin key' | 'compliance key'): Promise<void> {
  const { phase_note, credentials } = await inPhase(stack, id, 'needs_attention')
  expect(phase_note).toContain(`${kind} was refused (key_revoked_or_expired)`)
  await schedulesSay(stack, id, phase_note)
  const rejected = credentials.find(({ label }) => label === kind)
  expect(rejected).toMatchObject({ state: 'rejected', rejected_code: 'key_revoked_or_expired' })
}

async function expectWhole(tickets: CollectTickets): Promise<void> {
  const runs = await stack.ended(tickets.full.run_id, tickets.incremental.run_id)
  expect(runs.flatMap(gapsOf)).toEqual([])
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])
  await schedulesSay(stack, id, null)
  expect(await stack.mismatches(id)).toEqual([])
}

/** One page a parent: neither the refusal nor the new key costs one twice, a slice begun again at most a second's. */
async function expectReadOnce(
  tickets: CollectTickets,
  name: StreamName,
  requests: number,
  parents: number,
): Promise<void> {
  const { streams } = await runOf(tickets.full)
  const retries = streams.find(({ stream }) => stream === name)?.retries ?? 0
  expect(requests).toBeGreaterThanOrEqual(parents)
  expect(requests - parents).toBeLessThanOrEqual(retries * PAGES_A_SECOND)
}

test('a compliance key revoked mid-run: the run waits, and a new key goes on from the checkpoints', async () => {
  const tickets = await stack.collect(id)
  await reached(GPT_CONFIGS, PAGES_BEFORE)
  const refusedBefore = await requestsEnding(stack, REFUSED)
  await keys.revoke(compliance)
  await expectAttention('compliance key')
  const held = await waiting(tickets, 'chatgpt')
  await expectSilence(refusedBefore, held)

  const tested = await testNow(stack.api, id)
  const again = await testNow(stack.api, id)
  for (const { capabilities } of [tested, again]) {
    for (const capability of capabilities.filter(({ plane }) => plane === 'chatgpt')) {
      expect(`${capability.state} ${capability.result_code}`).toBe('denied key_revoked_or_expired')
      expectAdvice(capability, {
        key: 'compliance key',
        fix: /Make a new one and replace it; collection goes on where it stopped/,
        url: 'https://admin.openai.com/credentials/admin-keys',
      })
    }
  }

  await replace('compliance_key', await keys.compliance(ids))
  await expectWhole(tickets)
  await expectReadOnce(tickets, 'chatgpt.gpt_configs', await requestsEnding(stack, GPT_CONFIGS), GPTS)
})

test('a healthy key replaced mid-run leaves no gap', async () => {
  const before = await requestsEnding(stack, GPT_CONFIGS)
  const tickets = await stack.collect(id)
  await reached(GPT_CONFIGS, before + PAGES_BEFORE)
  await replaceAndProbe('compliance_key', await keys.compliance(ids))
  await expectWhole(tickets)
})

test('an admin key revoked mid-run is waited for as well', async () => {
  const before = await requestsEnding(stack, PROJECT_USERS)
  await stack.scenario({ latencyMs: HELD_UP_MS })
  const tickets = await stack.collect(id)
  await reached(PROJECT_USERS, before + 2)
  const refusedBefore = await requestsEnding(stack, REFUSED)
  await keys.revoke(admin)
  await expectAttention('admin key')
  await stack.scenario({ latencyMs: LATENCY_MS })
  await expectSilence(refusedBefore, await waiting(tickets, 'platform'))
  await replace('admin_key', await keys.admin(ids))
  await expectWhole(tickets)
  const users = (await requestsEnding(stack, PROJECT_USERS)) - before
  await expectReadOnce(tickets, 'platform.project_users', users, PROJECTS)
})
