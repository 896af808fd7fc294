import { afterEach, expect, test } from 'vitest'
import type { Child } from '../../src/cli/up/child.ts'
import type { WorkerReady } from '../../src/cli/worker-role.ts'
import { claimCheckpoint } from '../../src/db/checkpoints/claim-checkpoint.ts'
import { asRunNo } from '../../src/model/core/ids.ts'
import type { Fence } from '../../src/model/core/slices.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { integrateBriskly } from '../support/chaos/brisk-entity.ts'
import { commitsOf, staleWrites, watchCommits, watchedEnv } from '../support/chaos/watched-commits.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { eventually } from '../support/temporal.ts'

/**
 * A worker is frozen in the middle of its slices, until another has taken one of them over and committed; then it
 * thaws, finds itself with pages in its hands, and goes on as if nothing had happened. Temporal does not prevent that;
 * the fence does (see `checkpoints/claim-checkpoint.ts`), and the control shows what happens where it does not.
 */
const TENANT = { users: 40, gpts: 12, projects: 4, days: 1, messages: 2_000 } as const
/** Milliseconds without a sign of life until a worker is taken for dead; a busy machine must not take one from the successor. */
const HEARTBEAT_MS = 8_000
/** Milliseconds an answer: a log stream of a day has some hundred files, so that its slice outlasts the freeze. */
const LATENCY_MS = 400
const LOGS: readonly StreamName[] = ['logs.AUTH_LOG', 'logs.AUDIT_LOG', 'logs.CONVERSATION_MESSAGE']

let stack: Stack | undefined
afterEach(async () => {
  await stack?.close()
  stack = undefined
})

interface Takeover {
  readonly stream: StreamName
  readonly older: Fence
  readonly newer: Fence
}

interface Scene extends Takeover {
  readonly stack: Stack
  readonly id: Awaited<ReturnType<typeof integrateBriskly>>['id']
  readonly zombie: Child<WorkerReady>
  readonly runIds: readonly string[]
}

/** Up to the moment before the thaw. */
async function frozenAndTakenOver(fence: 'on' | 'off'): Promise<Scene> {
  stack = await startStack({ simulate: TENANT, workers: 0, env: watchedEnv(fence) })
  const { sql } = stack.database
  await watchCommits(sql)
  const zombie = await stack.startWorker('zombie')
  const { id } = await integrateBriskly(stack, { timings: { sliceHeartbeatMs: HEARTBEAT_MS } })
  await stack.scenario({ latencyMs: LATENCY_MS })
  const { full, incremental } = await stack.collect(id)
  const held = await eventually('every log stream has committed', async () => {
    const commits = await sql<{ stream: StreamName }[]>`
      select distinct stream from watched_commits where stream in ${sql(LOGS)}`
    expect(commits).toHaveLength(LOGS.length)
    return await fences(stack as Stack)
  })
  await stack.startWorker('successor')
  zombie.kill('SIGSTOP')
  const takeover = await takeoverOf(stack, held)
  return { stack, id, zombie, runIds: [full.run_id, incremental.run_id], ...takeover }
}

async function fences({ database: { sql } }: Stack): Promise<ReadonlyMap<StreamName, Fence>> {
  const rows = await sql<{ stream: StreamName; fence: [number, number, number] }[]>`
    select stream, fence from checkpoints where stream in ${sql(LOGS)}`
  return new Map(rows.map(({ stream, fence }) => [stream, fence]))
}

/** A later attempt at a slice that the frozen worker holds has committed. */
function takeoverOf(on: Stack, held: ReadonlyMap<StreamName, Fence>): Promise<Takeover> {
  return eventually('a slice is taken over', async () => {
    for (const [stream, newer] of await fences(on)) {
      const older = held.get(stream)
      const isRetry = older !== undefined && newer[1] === older[1] && newer[2] > older[2]
      if (isRetry && (await commitsOf(on.database.sql, newer, stream)).length > 0)
        return { stream, older, newer }
    }
    throw new Error('all fences are as they were')
  })
}

/** How often this worker was refused a commit, as opposed to a claim. */
async function refusedCommits(on: Stack, worker: string): Promise<number> {
  const lines = (await on.log(worker)).split('\n')
  return lines.filter((line) => line.includes('"type":"Fenced"') && line.includes('move-checkpoint')).length
}

test('a thawed worker writes nothing, and its successor runs on to success', async () => {
  const { stack, zombie, stream, older, newer, id, runIds } = await frozenAndTakenOver('on')
  const { sql } = stack.database
  zombie.kill('SIGCONT')
  await eventually('the zombie is refused', async () => {
    expect(await refusedCommits(stack, 'zombie')).toBeGreaterThan(0)
  })

  // A late start of an older attempt: refused, without disturbing the one at work.
  const [runNo] = newer
  const claim = {
    integrationId: id,
    lane: 'incremental',
    stream,
    runNo: asRunNo(runNo),
    keepsCursor: true,
  } as const
  expect(await claimCheckpoint(sql, { ...claim, fence: older })).toBeNull()
  const [last] = await commitsOf(sql, newer, stream)
  await eventually('the newer attempt commits again', async () => {
    expect(await commitsOf(sql, newer, stream)).not.toHaveLength(0)
    expect((await commitsOf(sql, newer, stream))[0]).not.toBe(last)
  })

  await stack.scenario({ latencyMs: 0 })
  const runs = await stack.ended(...runIds)
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])
  expect(await staleWrites(sql)).toEqual({ commits: 0, rows: 0 })
  const attempts = await sql<{ attempt: number[] }[]>`select distinct attempt from watched_commits
    where stream = ${stream} and attempt[1] = ${runNo} and attempt[2] = ${newer[1]} order by 1`
  expect(attempts.map(({ attempt }) => attempt).at(-1), 'the last attempt that this slice needed').toEqual(
    newer,
  )
  expect(await stack.mismatches(id)).toEqual([])
  console.info(
    `chaos: ${await refusedCommits(stack, 'zombie')} commits of the thawed worker were refused, 0 rows written`,
  )
})

test('negative control: without the fence in the commit, the same zombie writes', async () => {
  const { stack, zombie } = await frozenAndTakenOver('off')
  zombie.kill('SIGCONT')
  const written = await eventually('the zombie writes', async () => {
    const found = await staleWrites(stack.database.sql)
    expect(found.commits).toBeGreaterThan(0)
    expect(found.rows).toBeGreaterThan(0)
    return found
  })
  expect(await refusedCommits(stack, 'zombie')).toBe(0)
  console.info(
    `chaos: without the fence, ${written.rows} rows in ${written.commits} commits by stale attempts`,
  )
})
