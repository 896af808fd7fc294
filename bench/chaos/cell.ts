import { setTimeout as sleep } from 'node:timers/promises'
import type { CollectTickets, RunDetail } from '../../src/cli/run-view.ts'
import type { Child } from '../../src/cli/up/child.ts'
import type { WorkerReady } from '../../src/cli/worker-role.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import type { SimulatorOptions } from '../../src/simulator/options.ts'
import { integrateBriskly } from '../../test/support/chaos/brisk-entity.ts'
import type { FrozenTenant } from '../../test/support/chaos/frozen-tenant.ts'
import { startFrozenTenant, startLivingTenant } from '../../test/support/chaos/frozen-tenant.ts'
import { Moments } from '../../test/support/chaos/kill-moments.ts'
import { committedPages, SOURCES, uncommitted } from '../../test/support/chaos/traffic.ts'
import { watchCommits, watchedEnv } from '../../test/support/chaos/watched-commits.ts'
import type { Stack, StackOptions } from '../../test/support/stack.ts'
import { startStackOn } from '../../test/support/stack.ts'
import { eventually } from '../../test/support/temporal.ts'
import type { House } from '../house.ts'

/** A small tenant with every stream: what is proven does not depend on its size. */
export const TENANT: Partial<SimulatorOptions> = {
  users: 60,
  gpts: 20,
  projects: 5,
  days: 1,
  messagesPerDay: 1_000,
  windowMinutes: 60,
}

/** Milliseconds. Short, so that each death is noticed soon; long enough for a machine that does other things too. */
export const HEARTBEAT_MS = 4_000

/** Milliseconds an answer while something is being disturbed, so that it meets a collection under way. */
const LATENCY_MS = 250
const POLL_MS = 50
/** Bounds a hang: a stream that has not gone on by then is lost. */
const RESUMED_WITHIN_MS = 60_000

export interface CellOptions {
  readonly house: House
  readonly seed: number
  readonly fault: string
  /** When the tenant’s clock stands still; null for one whose time passes. */
  readonly frozenAt: Date | null
  readonly stack?: StackOptions
  readonly fence?: 'on' | 'off'
}

/** One collection of one tenant that is going to be disturbed, and what the disturbing sees and counts. */
export class Cell {
  readonly house: House
  readonly tenant: FrozenTenant
  readonly stack: Stack
  readonly integrationId: string
  readonly moments: Moments
  worker: Child<WorkerReady>
  /** Seconds from the end of each disturbance until each stream that it met had committed again. */
  readonly resumed: number[] = []
  /** Pages that were asked for before there was a collection: the connection test's. */
  readonly baseline: readonly number[]
  /** Pages lost to each kill, in the order of `SOURCES`. */
  readonly lostPages: (readonly number[])[] = []
  #workers = 1

  private constructor(
    parts: Pick<Cell, 'house' | 'tenant' | 'stack' | 'integrationId' | 'moments' | 'worker' | 'baseline'>,
  ) {
    this.house = parts.house
    this.tenant = parts.tenant
    this.stack = parts.stack
    this.integrationId = parts.integrationId
    this.moments = parts.moments
    this.worker = parts.worker
    this.baseline = parts.baseline
  }

  static async open(options: CellOptions, opened: AsyncDisposableStack): Promise<Cell> {
    const { house, seed, frozenAt } = options
    const tenant = await (frozenAt === null
      ? startLivingTenant({ ...TENANT, seed })
      : startFrozenTenant(frozenAt, { ...TENANT, seed }))
    opened.defer(() => tenant.close())
    const stack = await startStackOn(house.servers, {
      tenant: tenant.ready,
      workers: 0,
      env: watchedEnv(options.fence ?? 'on'),
      ...options.stack,
    })
    opened.defer(() => stack.close())
    await watchCommits(stack.database.sql)
    const worker = await stack.startWorker('worker-1')
    const { id } = await integrateBriskly(stack, { timings: { sliceHeartbeatMs: HEARTBEAT_MS } })
    const moments = new Moments(`${options.fault} ${seed}`)
    const baseline = uncommitted(tenant.answered(), new Map())
    return new Cell({ house, tenant, stack, integrationId: id, moments, worker, baseline })
  }

  async startWorker(): Promise<void> {
    this.#workers += 1
    this.worker = await this.stack.startWorker(`worker-${this.#workers}`)
  }

  async slowly(): Promise<void> {
    await this.tenant.scenario({ latencyMs: LATENCY_MS })
  }

  async collect(): Promise<CollectTickets> {
    const tickets = await this.stack.collect(this.integrationId)
    await eventually('something is committed', async () => {
      const rows = await this.stack.database.sql`select from watched_commits limit 1`
      if (rows.length === 0) throw new Error('nothing yet')
    })
    return tickets
  }

  /** Waits a moment drawn from the seed. */
  async moment(leastMs: number, mostMs: number): Promise<void> {
    await sleep(this.moments.next(leastMs, mostMs))
  }

  /** Waits for streams that are in the middle of being read, and names them; none where all is read. */
  async underWay(): Promise<StreamName[]> {
    const { sql } = this.stack.database
    for (;;) {
      const rows = await sql<{ stream: StreamName; begun: boolean }[]>`
        select s.stream, s.pages > 0 and s.state in ('running', 'stalled') as begun
        from run_streams s join runs r on r.id = s.run_id
        where r.integration_id = ${this.integrationId} and r.ended_at is null`
      const begun = rows.filter((row) => row.begun).map(({ stream }) => stream)
      if (begun.length > 0 || rows.length === 0) return begun
      await sleep(POLL_MS)
    }
  }

  /** Waits until each of these has committed after `since`, or was done by then, and notes how long that took. */
  async awaitResumed(streams: readonly StreamName[], since: Date): Promise<void> {
    const waiting = new Set(streams)
    const deadline = Date.now() + RESUMED_WITHIN_MS
    const note = (stream: StreamName, at: number) => {
      if (waiting.delete(stream)) this.resumed.push(Math.max(0, at - since.getTime()) / 1_000)
    }
    while (waiting.size > 0 && Date.now() < deadline) {
      for (const { stream, at } of await this.#commitsSince(since)) note(stream, Date.parse(at))
      for (const stream of await this.#atRest()) note(stream, Date.now())
      await sleep(POLL_MS)
    }
    for (const _ of waiting) this.resumed.push(RESUMED_WITHIN_MS / 1_000)
  }

  async #commitsSince(since: Date): Promise<readonly { stream: StreamName; at: string }[]> {
    const { sql } = this.stack.database
    return sql<{ stream: StreamName; at: string }[]>`
      select stream, min(at) as at from watched_commits where at > ${since.toISOString()}::text::timestamptz
      group by 1`.catch(() => [])
  }

  /** Streams that have nothing more to commit. */
  async #atRest(): Promise<readonly StreamName[]> {
    const { sql } = this.stack.database
    const rows = await sql<{ stream: StreamName }[]>`
      select stream from run_streams group by 1 having bool_and(state in ('completed', 'failed', 'denied'))`.catch(
      () => [],
    )
    return rows.map(({ stream }) => stream)
  }

  /** Notes which pages a death cost; called before and after it. */
  async uncommittedPages(): Promise<readonly number[]> {
    return uncommitted(
      this.tenant.answered(),
      await committedPages(this.stack.database.sql, this.integrationId),
    )
  }

  noteLost(before: readonly number[], after: readonly number[]): void {
    this.lostPages.push(SOURCES.map((_, index) => (after[index] ?? 0) - (before[index] ?? 0)))
  }

  /** At full speed to the end of both runs. */
  async finish({ full, incremental }: CollectTickets): Promise<RunDetail[]> {
    await this.tenant.scenario({ latencyMs: 0 })
    return this.stack.ended(full.run_id, incremental.run_id)
  }
}
