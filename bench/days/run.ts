import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CollectTickets } from '../../src/cli/run-view.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { scheduleId } from '../../src/model/core/names.ts'
import type { StatsView } from '../../src/simulator/http/stats.ts'
import { integrateBriskly } from '../../test/support/chaos/brisk-entity.ts'
import type { Stack } from '../../test/support/stack.ts'
import { startStackOn } from '../../test/support/stack.ts'
import { eventually } from '../../test/support/temporal.ts'
import { untilEnded } from '../ended.ts'
import { openHouse } from '../house.ts'
import type { Victim } from './blows.ts'
import { Blows, orderOf } from './blows.ts'

export interface DaysOptions {
  readonly users: number
  readonly seed: number
  /** Seconds between incrementals. */
  readonly interval: number
  readonly json: boolean
}

/**
 * Three days in 20 minutes, and ten for what restarts cost. What each user has is behind four routes that are read side by side; a quarter of the
 * documented limit for each is a hundred requests a minute in all, so that 432,000 take three days. `Retry-After` is in
 * whole seconds all the same, and upstream counts by its strictest minute.
 */
const SPEED_UP = 216
const SHARE_OF_LIMIT = 0.25
const HEARTBEAT_MS = 4_000
const MS_PER_SECOND = 1_000
/** Milliseconds until what began before the collection's end must have ended. */
const WITHIN_MS = 3_600_000
const POLL_MS = 500
/** Requests of a user: canvases, recordings, automations, files, and the roles of the two thirds on the platform. */
const REQUESTS_A_USER = 4.67

interface DaysReport {
  readonly configuration: {
    readonly users: number
    readonly seed: number
    /** Seconds. */
    readonly interval: number
    readonly speedUp: number
    readonly node: string
    readonly cores: number
  }
  readonly requests: number
  readonly minutes: number
  /** What it would have taken without the speed-up. */
  readonly daysSimulated: number
  readonly restarts: Readonly<Record<Victim, number>>
  readonly state: string
  /** Streams whose stored set is not the tenant's, with how many are held of how many. */
  readonly mismatches: readonly string[]
  readonly incrementals: {
    readonly ended: number
    readonly longestGapIntervals: number
    /** Where the time of each went, in their order. */
    readonly each: readonly IncrementalTimes[]
  }
  readonly refused: number
  readonly beforeRetryAfter: number
}

interface IncrementalTimes {
  /** Minutes after the collection began. */
  readonly began: number
  /** Seconds until its last stream had ended, and from then until it had judged and told. */
  readonly reading: number
  readonly judging: number
}

export async function runDays({ users, seed, interval, json }: DaysOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await using opened = new AsyncDisposableStack()
  const house = await openHouse()
  opened.defer(() => house.close())
  const rateFactor = SPEED_UP * SHARE_OF_LIMIT
  const stack = await startStackOn(house.servers, {
    simulate: { users, gpts: 20, projects: 5, days: 1, messages: 2_000 },
    rateFactor,
    workers: 0,
  })
  opened.defer(() => stack.close())
  await stack.scenario({ strictMinute: true })
  const blows = await Blows.on(house, stack, seed)
  const { id } = await integrateBriskly(stack, { timings: { sliceHeartbeatMs: HEARTBEAT_MS } })
  await quicken(stack, id, interval * MS_PER_SECOND)
  const before = await statsOf(stack)
  const began = Date.now()
  const { full } = await stack.api.post<CollectTickets>(`/api/v1/integrations/${id}/collect`)
  const restarts = { worker: 0, temporal: 0, postgres: 0 }
  const order = orderOf(seed)
  const expected = users * REQUESTS_A_USER
  for (const [index, victim] of order.entries()) {
    await untilRequests(stack, before.total + (expected * (index + 0.5)) / (order.length + 0.5))
    await blows.strike(victim)
    restarts[victim] += 1
    say(
      `${minutesSince(began).toFixed(1)} min: ${victim} killed and started, ${index + 1} of ${order.length}`,
    )
  }
  const run = await untilEnded(stack.api, full.run_id, WITHIN_MS)
  const minutes = minutesSince(began)
  const incrementals = await gapsOf(stack, id, began, interval * MS_PER_SECOND)
  await untilStill(stack, id)
  const stats = await statsOf(stack)
  say(`${minutes.toFixed(1)} min: the full run is ${run?.state ?? 'not done'}; compared with the tenant …`)
  const report: DaysReport = {
    configuration: { users, seed, interval, speedUp: SPEED_UP, node: process.version, cores: cpus().length },
    requests: stats.total - before.total,
    minutes,
    daysSimulated: (minutes * SPEED_UP) / (24 * 60),
    restarts,
    state: run?.state ?? 'unfinished',
    mismatches: (await stack.mismatches(id)).map(
      ({ stream, comparison }) => `${stream}: ${comparison?.held ?? 0} of ${comparison?.truth ?? 0}`,
    ),
    incrementals,
    refused: Object.entries(stats.requests).reduce(
      (sum, [name, count]) => sum + (name.endsWith(' 429') ? count : 0),
      0,
    ),
    beforeRetryAfter: stats.beforeRetryAfter,
  }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : wordsOf(report))
  if (report.state !== 'completed' || report.mismatches.length > 0) process.exitCode = 1
}

const minutesSince = (began: number): number => (Date.now() - began) / 60_000

async function statsOf({ simulator }: Stack): Promise<StatsView> {
  const response = await fetch(`${new URL(simulator.platformUrl).origin}/_sim/stats`)
  return (await response.json()) as StatsView
}

async function untilRequests(stack: Stack, total: number): Promise<void> {
  const deadline = Date.now() + WITHIN_MS
  while ((await statsOf(stack)).total < total) {
    if (Date.now() > deadline)
      throw new Error(`${Math.round(total)} requests: not within ${WITHIN_MS / 60_000} minutes`)
    await sleep(POLL_MS)
  }
}

/** The product's interval is fifteen minutes; a Schedule is the operator's to change. */
async function quicken({ temporal }: Stack, id: IntegrationId, every: number): Promise<void> {
  const handle = temporal.schedule.getHandle(scheduleId(id, 'incremental'))
  await eventually('the Schedule is made', () =>
    handle.update((schedule) => ({ ...schedule, spec: { intervals: [{ every }] } })),
  )
}

/** What is stored can be compared once nothing is being stored. */
async function untilStill({ temporal, database }: Stack, id: IntegrationId): Promise<void> {
  await temporal.schedule.getHandle(scheduleId(id, 'incremental')).pause('compared with the tenant')
  const deadline = Date.now() + WITHIN_MS
  for (;;) {
    // A tick may be on its way: still is what stays so.
    await sleep(POLL_MS * 10)
    const open = await database.sql`select from runs where integration_id = ${id} and ended_at is null`
    if (open.length === 0 || Date.now() > deadline) return
  }
}

/** From the collection's beginning to now, without a gap at either end that would go uncounted. */
async function gapsOf(
  { database }: Stack,
  id: string,
  began: number,
  intervalMs: number,
): Promise<DaysReport['incrementals']> {
  const rows = await database.sql<{ ended: Date }[]>`
    select ended_at as ended from runs
    where integration_id = ${id} and kind = 'incremental' and ended_at is not null order by 1`
  const times = [began, ...rows.map(({ ended }) => new Date(ended).getTime()), Date.now()]
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const each = await database.sql<IncrementalTimes[]>`
    select extract(epoch from r.started_at - to_timestamp(${began / 1_000}))::float8 / 60 as began,
      extract(epoch from s.read - r.started_at)::float8 as reading,
      extract(epoch from r.ended_at - s.read)::float8 as judging
    from runs r join lateral (
      select max(ended_at) as read from run_streams where run_id = r.id) s on s.read is not null
    where r.integration_id = ${id} and r.kind = 'incremental' and r.ended_at is not null order by r.started_at`
  return { ended: rows.length, longestGapIntervals: Math.max(...gaps) / intervalMs, each: [...each] }
}

function wordsOf(report: DaysReport): string {
  const { configuration, restarts, incrementals } = report
  return [
    `${configuration.users} users, ${report.requests} requests, ${configuration.speedUp} times sped up, seed ${configuration.seed}`,
    `Node ${configuration.node}, ${configuration.cores} cores`,
    '',
    `took ${report.minutes.toFixed(1)} min, for ${report.daysSimulated.toFixed(1)} days; ${report.state}`,
    `restarts: worker ${restarts.worker}, Temporal ${restarts.temporal}, Postgres ${restarts.postgres}`,
    `streams other than the tenant: ${report.mismatches.length === 0 ? 'none' : report.mismatches.join(', ')}`,
    `incrementals: ${incrementals.ended}, never more than ${incrementals.longestGapIntervals.toFixed(1)} intervals of ${configuration.interval} s apart`,
    `refused ${report.refused}, asked before Retry-After ${report.beforeRetryAfter}`,
    '',
  ].join('\n')
}
