import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunDetail } from '../../src/cli/run-view.ts'
import type { Child } from '../../src/cli/up/child.ts'
import type { WorkerReady } from '../../src/cli/worker-role.ts'
import { integrateBriskly } from '../support/chaos/brisk-entity.ts'
import type { FrozenTenant } from '../support/chaos/frozen-tenant.ts'
import { startFrozenTenant } from '../support/chaos/frozen-tenant.ts'
import { Moments } from '../support/chaos/kill-moments.ts'
import { committedPages, pagesInHand, SOURCES, uncommitted } from '../support/chaos/traffic.ts'
import { whatWasCounted } from '../support/chaos/what-was-counted.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'

/**
 * The same tenant is collected twice: once undisturbed, once by a worker that is killed again and again at random
 * moments. Both must hold the tenant's truth, and have counted everything the same.
 *
 * While there are kills, upstream is slow: each answer takes at least `LEAST_LATENCY_MS`, more as long as the
 * collection is ahead of the kills, so that they spread over all of it on any machine. That also bounds how many
 * pages a batch can gather.
 */
const KILLS = Number(process.env.CHAOS_KILLS ?? 8)
const SEED = process.env.CHAOS_SEED ?? String(Date.now())

const TENANT = {
  seed: 7,
  users: 160,
  gpts: 32,
  projects: 8,
  days: 1,
  messagesPerDay: 1_600,
  windowMinutes: 20,
} as const
const HOUR_MS = 3_600_000
/** Milliseconds. Short, so that each kill is noticed soon; long enough for a machine that does other things too. */
const HEARTBEAT_MS = 4_000
/** Bounds a hang. */
const BOTH_RUNS_WITHIN_MS = 1_800_000
const LEAST_LATENCY_MS = 200
const MOST_LATENCY_MS = 2_000
/** Milliseconds an answer, for a collection that is all done before the first kill. */
const AHEAD_MS = 10_000
/** Milliseconds after the worker is ready: from before it has taken anything to well into its slices. */
const EARLIEST_KILL_MS = 200
const LATEST_KILL_MS = 8_000
/** Milliseconds until Postgres has noticed that a client is gone, and has ended what it had asked for. */
const AFTERMATH_MS = 500

const PAGES_IN_HAND = pagesInHand(LEAST_LATENCY_MS)

interface Collected {
  readonly stack: Stack
  readonly tenant: FrozenTenant
  readonly integrationId: string
  readonly runs: readonly RunDetail[]
  readonly requests: number
}

const at = new Date(Date.now() - HOUR_MS)
const opened = new AsyncDisposableStack()
let undisturbed: Collected
let disturbed: Collected
/** Pages that were fetched and not committed, by kill and source. */
const lost: (readonly number[])[] = []

beforeAll(async () => {
  undisturbed = await collect()
  disturbed = await collect(killAgainAndAgain)
}, BOTH_RUNS_WITHIN_MS)
afterAll(() => opened.disposeAsync())

type Place = Omit<Collected, 'runs' | 'requests'> & { readonly worker: Child<WorkerReady> }

async function collect(disturb?: (place: Place) => Promise<void>): Promise<Collected> {
  const tenant = await startFrozenTenant(at, TENANT)
  opened.defer(() => tenant.close())
  const stack = await startStack({ tenant: tenant.ready, workers: 0 })
  opened.defer(() => stack.close())
  const worker = await stack.startWorker('worker-0')
  const { id: integrationId } = await integrateBriskly(stack, {
    timings: { sliceHeartbeatMs: HEARTBEAT_MS },
  })
  const place = { stack, tenant, integrationId }
  if (disturb !== undefined) await tenant.scenario({ latencyMs: LEAST_LATENCY_MS })
  const { full, incremental } = await stack.collect(integrationId)
  await disturb?.({ ...place, worker })
  const runs = await stack.ended(full.run_id, incremental.run_id)
  return { ...place, runs, requests: total(tenant.answered().values()) }
}

const total = (numbers: Iterable<number>): number => [...numbers].reduce((sum, one) => sum + one, 0)

async function killAgainAndAgain({ stack, tenant, integrationId, worker: first }: Place): Promise<void> {
  const { sql } = stack.database
  const moments = new Moments(SEED)
  const goal = total(
    (await committedPages(undisturbed.stack.database.sql, undisturbed.integrationId)).values(),
  )
  let worker = first
  let before = uncommitted(tenant.answered(), await committedPages(sql, integrationId))
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const delayMs = moments.next(EARLIEST_KILL_MS, LATEST_KILL_MS)
    await sleep(delayMs)
    const open = await sql`select from runs where integration_id = ${integrationId} and lane is not null
      and ended_at is null`
    expect(open.length, `runs that are open at kill ${kill}`).toBeGreaterThan(0)
    worker.kill('SIGKILL')
    await worker.exited
    await sleep(AFTERMATH_MS)
    const committed = await committedPages(sql, integrationId)
    const now = uncommitted(tenant.answered(), committed)
    lost.push(now.map((pages, index) => pages - (before[index] ?? 0)))
    before = now
    const done = total(committed.values()) / goal
    const latencyMs = latencyFor(done, kill / KILLS)
    console.info(
      `chaos: kill ${kill} after ${delayMs} ms, at ${Math.round(done * 100)} % of the pages; ` +
        `${total(lost.at(-1) ?? [])} uncommitted; now ${latencyMs} ms an answer`,
    )
    await tenant.scenario({ latencyMs })
    worker = await stack.startWorker(`worker-${kill}`)
  }
  await tenant.scenario({ latencyMs: 0 })
}

const countedBy = ({ stack, integrationId, runs }: Collected) =>
  whatWasCounted(
    stack.database.sql,
    integrationId,
    runs.map(({ id }) => id),
  )

/** Slower by as much as the collection is ahead of the kills. */
function latencyFor(done: number, killed: number): number {
  const ahead = Math.max(0, done - killed)
  return Math.round(Math.min(MOST_LATENCY_MS, LEAST_LATENCY_MS + ahead * AHEAD_MS))
}

describe(`a worker killed ${KILLS} times while it collects (CHAOS_SEED=${SEED})`, () => {
  test('ends what it was at: both runs complete, without a gap', () => {
    for (const { runs } of [undisturbed, disturbed]) {
      expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])
    }
  })

  test('leaves the stored set as a perfect collector’s, ids and fields of every stream', async () => {
    expect(await undisturbed.stack.mismatches(undisturbed.integrationId)).toEqual([])
    expect(await disturbed.stack.mismatches(disturbed.integrationId)).toEqual([])
  })

  test('counts everything once, as an undisturbed collection of the same tenant does', async () => {
    const [expected, counted] = await Promise.all([countedBy(undisturbed), countedBy(disturbed)])
    for (const name of ['activity_daily', 'person_activity', 'run_streams', 'findings', 'finding_events']) {
      expect(expected[name]?.length, `${name} of the undisturbed run`).toBeGreaterThan(0)
    }
    expect(counted).toEqual(expected)
  })

  test('fetches of each stream no more again than may be in hand, for each kill', () => {
    const most = SOURCES.map(({ routes, streams }) => routes.length * streams.length * PAGES_IN_HAND)
    for (const [index, pages] of lost.entries()) {
      const over = SOURCES.filter((_, at) => (pages[at] ?? 0) > (most[at] ?? 0)).map(({ streams }) => streams)
      expect(over, `streams that lost more than may be in hand to kill ${index + 1}`).toEqual([])
    }
    const again = total(lost.map(total))
    expect(again, 'kills that interrupted something').toBeGreaterThan(0)
    console.info(
      `chaos: ${disturbed.requests} requests against ${undisturbed.requests}; ` +
        `${again} pages were lost to ${KILLS} kills, ${Math.max(...lost.map(total))} to the worst, ` +
        `${PAGES_IN_HAND} pages of a stream being in hand at most`,
    )
  })
})
