import { setTimeout as sleep } from 'node:timers/promises'
import type { PaceView } from '../../src/simulator/http/pace.ts'
import type { Stack } from '../../test/support/stack.ts'
import { startStackOn } from '../../test/support/stack.ts'
import { untilEnded } from '../ended.ts'
import type { House } from '../house.ts'

/** One collection under a limit that upstream keeps, and how it was used. */
export interface Cell {
  readonly name: string
  readonly workers: number
  /** Upstream counts by a minute that slides; otherwise by a bucket. */
  readonly strictMinute: boolean
  /** What the client takes the limits for, times those that upstream keeps; other than 1 is the negative control. */
  readonly believed: number
}

export const CELLS: readonly Cell[] = [
  { name: 'one worker, bucket', workers: 1, strictMinute: false, believed: 1 },
  { name: 'two workers, bucket', workers: 2, strictMinute: false, believed: 1 },
  { name: 'one worker, strict minute', workers: 1, strictMinute: true, believed: 1 },
  { name: 'two workers, strict minute', workers: 2, strictMinute: true, believed: 1 },
]

/** A client that takes the limit for a quarter more must be seen to overstep it. */
export const CONTROL: Cell = { name: 'negative control', workers: 2, strictMinute: true, believed: 1.25 }

export interface RouteUse {
  readonly route: string
  readonly perMinute: number
  /** Seconds from the route's first request to its last. */
  readonly seconds: number
  /** Requests let through after the first minute ÷ what the limit allows in that time. */
  readonly used: number
  /** The most within any minute ÷ what the limit allows in one, less 1. */
  readonly over: number
  readonly refused: number
}

export interface CellOutcome {
  readonly cell: string
  readonly routes: readonly RouteUse[]
  /** Over all routes that waited for their limit: requests ÷ what the limits allow. */
  readonly used: number
  /** Of the route that went furthest beyond its limit. */
  readonly over: number
  readonly refused: number
  readonly beforeRetryAfter: number
}

const WITHIN_MS = 600_000
const POLL_MS = 500
/** Seconds of burst and balance at a route's beginning that are not counted. */
const SETTLING_S = 60
/** Seconds beyond that a route must have been asked for, so that its ends weigh little. */
const LEAST_STEADY_S = 60
const NEARLY_FULL = 0.9

export async function measureCell(house: House, users: number, cell: Cell): Promise<CellOutcome> {
  await using opened = new AsyncDisposableStack()
  const { stack, runId } = await collecting(house, users, cell, opened)
  const run = await untilEnded(stack.api, runId, WITHIN_MS)
  if (run?.state !== 'completed')
    throw new Error(`${cell.name}: the collection is ${run?.state ?? 'not done'}`)
  const stats = await simulated<{ beforeRetryAfter: number }>(stack, 'stats')
  return outcomeOf(cell, await simulated(stack, 'pace'), stats.beforeRetryAfter)
}

/** Whether upstream has refused anything by the time that a keeper of the limit would be done. */
export async function isRefused(house: House, users: number, cell: Cell): Promise<boolean> {
  await using opened = new AsyncDisposableStack()
  const { stack } = await collecting(house, users, cell, opened)
  const deadline = Date.now() + WITHIN_MS
  while (Date.now() < deadline) {
    const pace = await simulated<Record<string, PaceView>>(stack, 'pace')
    if (Object.values(pace).some(({ refused }) => refused > 0)) return true
    await sleep(POLL_MS)
  }
  return false
}

async function collecting(
  house: House,
  users: number,
  { workers, believed, strictMinute }: Cell,
  opened: AsyncDisposableStack,
): Promise<{ stack: Stack; runId: string }> {
  const stack = await startStackOn(house.servers, {
    simulate: { users, gpts: 20, projects: 5, days: 1, messages: 500 },
    rateFactor: 1,
    workers,
    env: { CASBAH_RATE_FACTOR: String(believed) },
  })
  opened.defer(() => stack.close())
  await stack.scenario({ strictMinute })
  const { id } = await stack.integrate()
  const { full } = await stack.collect(id)
  return { stack, runId: full.run_id }
}

async function simulated<T>({ simulator }: Stack, what: 'pace' | 'stats'): Promise<T> {
  const response = await fetch(`${new URL(simulator.platformUrl).origin}/_sim/${what}`)
  return (await response.json()) as T
}

export function outcomeOf(
  cell: Cell,
  pace: Readonly<Record<string, PaceView>>,
  beforeRetryAfter: number,
): CellOutcome {
  const views = Object.entries(pace)
  const steady = views.filter(([, view]) => isLimited(view))
  const granted = steady.reduce((sum, [, view]) => sum + allowanceOf(view), 0)
  const taken = steady.reduce((sum, [, view]) => sum + takenOf(view), 0)
  return {
    cell: cell.name,
    routes: steady.map(([name, view]) => useOf(name, view)).sort((a, b) => a.used - b.used),
    used: taken / granted,
    over: Math.max(...views.map(([, { mostInAMinute, perMinute }]) => mostInAMinute / perMinute - 1)),
    refused: views.reduce((sum, [, { refused }]) => sum + refused, 0),
    beforeRetryAfter,
  }
}

/** Where a limit is what holds a route up, a minute of it is nearly full; others are asked as seldom as there is need. */
const isLimited = ({ perSecond, mostInAMinute, perMinute }: PaceView): boolean =>
  perSecond.length >= SETTLING_S + LEAST_STEADY_S && mostInAMinute >= perMinute * NEARLY_FULL

/** The last second is not a whole one. */
const steadySeconds = ({ perSecond }: PaceView): readonly number[] => perSecond.slice(SETTLING_S, -1)

const allowanceOf = (view: PaceView): number => (steadySeconds(view).length * view.perMinute) / 60
const takenOf = (view: PaceView): number => steadySeconds(view).reduce((sum, count) => sum + count, 0)

/** The bucket's name begins with whose it is, which is another id in every run. */
const routeOf = (name: string): string => name.slice(name.indexOf(' ') + 1)

const useOf = (name: string, view: PaceView): RouteUse => ({
  route: routeOf(name),
  perMinute: view.perMinute,
  seconds: view.perSecond.length,
  used: takenOf(view) / allowanceOf(view),
  over: view.mostInAMinute / view.perMinute - 1,
  refused: view.refused,
})
