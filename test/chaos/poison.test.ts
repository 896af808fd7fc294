import { afterAll, beforeAll, expect, test } from 'vitest'
import { DRIFT_PATHS } from '../../src/db/drift/add-drift.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'
import { integrateBriskly } from '../support/chaos/brisk-entity.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { eventually } from '../support/temporal.ts'

/**
 * Every stream carries poison, upstream now and then says "later", and the worker is killed on the way: the good
 * records are all in, the bad ones are set aside once, and nobody asked before the time that upstream had named.
 */
const POISON = { nul: true, loneSurrogates: true, equalKeysInPage: true, unknownShape: STREAM_NAMES }
/** One thing each, and no list: a record of unknown shape cannot stand among them. */
const NO_LISTS: ReadonlySet<StreamName> = new Set([
  'platform.organization_settings',
  'platform.project_settings',
])
const RETRY_AFTER_S = 3
/**
 * Every so many requests of routes that one stream reads at a time. (Three streams share the list of log files, and
 * on a busy machine a request of one may leave before the refusal of another has been read.)
 */
const EVERY = 7
const LATER = ['GET /v1/organization/*', 'GET /v1/compliance/*/gpts*', 'GET /v1/compliance/*/projects*'].map(
  (route) => ({ route, kind: '429', every: EVERY, retryAfter: RETRY_AFTER_S }),
)
const LATENCY_MS = 100
const HEARTBEAT_MS = 4_000

/** One person has one name, the directory's; the poisoned tenant names the same person otherwise in each of its lists. */
const NAMES_PEOPLE: ReadonlySet<string> = new Set([
  'platform.project_users',
  'platform.group_users',
  'chatgpt.gpt_shared_users',
  'chatgpt.project_shared_users',
])

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 0, simulate: { users: 60, gpts: 12, projects: 4 } })
})
afterAll(() => stack?.close())

test('poison ends in quarantine or mended, every stream goes on, and 429s are heeded through a kill', async () => {
  const { sql } = stack.database
  const worker = await stack.startWorker('first')
  const { id } = await integrateBriskly(stack, { timings: { sliceHeartbeatMs: HEARTBEAT_MS } })
  await stack.scenario({ poison: POISON, faults: LATER, latencyMs: LATENCY_MS })
  const { full, incremental } = await stack.collect(id)
  await eventually('something is committed', async () => {
    expect(await sql`select from run_streams where pages > 0`).not.toHaveLength(0)
  })
  worker.kill('SIGKILL')
  await worker.exited
  await stack.startWorker('second')
  const runs = await stack.ended(full.run_id, incremental.run_id)
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])

  const stats = await statsOf(stack)
  expect(stats.faultsInjected).toBeGreaterThan(0)
  expect(stats.beforeRetryAfter).toBe(0)
  expect(stats.nonRead).toBe(0)

  await stack.scenario({ faults: [], latencyMs: 0 })
  const mismatches = await stack.mismatches(id)
  const unexplained = mismatches.filter(
    ({ stream, comparison }) => !(NAMES_PEOPLE.has(stream) && comparison?.ids_match),
  )
  expect(unexplained).toEqual([])
  const quarantined = await sql<{ stream: StreamName; places: number; distinct: number }[]>`
    select stream, count(*) as places, count(distinct locator_hash) as distinct from quarantine
    where integration_id = ${id} group by 1 order by 1`
  expect(quarantined.map(({ stream }) => stream)).toEqual(
    STREAM_NAMES.filter((stream) => !NO_LISTS.has(stream)).sort(),
  )
  for (const { stream, places, distinct } of quarantined) expect(places, stream).toBe(distinct)
  const mended = await sql<{ stream: StreamName }[]>`
    select stream from drift where integration_id = ${id} and path = ${DRIFT_PATHS.mendedText} order by 1`
  expect(mended.map(({ stream }) => stream)).toContain('chatgpt.gpts')
  expect(
    await sql`select from assets where integration_id = ${id}
    and (attributes::text like '%\\u0000%' or attributes::text like '% (stale)%')`,
  ).toHaveLength(0)
  console.info(
    `chaos: ${stats.faultsInjected} times "later", ${quarantined.length} streams with poison of ` +
      `${Object.keys(STREAMS).length}, ${stats.beforeRetryAfter} requests before their time`,
  )
})

interface Stats {
  readonly faultsInjected: number
  readonly beforeRetryAfter: number
  readonly nonRead: number
}

async function statsOf({ simulator }: Stack): Promise<Stats> {
  const response = await fetch(`${new URL(simulator.platformUrl).origin}/_sim/stats`)
  return (await response.json()) as Stats
}
