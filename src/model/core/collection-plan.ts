import { PER_MINUTE } from './documented-limits.ts'
import type { Plane } from './planes.ts'
import { PLANES } from './planes.ts'
import type { StreamState } from './runs.ts'
import { STAGES } from './runs.ts'
import type { StreamName } from './streams.ts'
import { STREAMS } from './streams.ts'

/**
 * What a full collection will cost: requests, and time at the limits that are known. A stream below others costs a
 * request a parent at least, and as much a parent as the last collection paid; a list by itself what it cost last time.
 * Where neither is known there is a least and no most: an estimate that is made up is worse than none.
 *
 * Time: the streams of a stage are read beside each other, each with a limit of its own, so the dearest decides; stages
 * follow each other, and the two planes go at once.
 */

/** Both ends included; `to` null: nothing to bound it is known yet. */
export interface Range {
  readonly from: number
  readonly to: number | null
}

/** What a stream of the last collections cost, where it was read to its end. */
export interface Earlier {
  readonly stream: StreamName
  readonly requests: number
  readonly records: number
  readonly parents: number | null
}

/** How far a stream of the run is; a run that has not begun has none of these. */
export interface Standing {
  readonly stream: StreamName
  readonly state: StreamState
  readonly requests: number
  readonly records: number
  readonly parentsTotal: number | null
  readonly parentsDone: number | null
  /** Seconds since it began; null: it has not. */
  readonly elapsedS: number | null
}

/** Requests a minute and route: what is documented or was learned, and what is granted at present. */
export interface Limit {
  readonly known: number
  readonly present: number
}

export interface StreamPlan {
  readonly stream: StreamName
  /** Still to come. */
  readonly requests: Range
  readonly seconds: Range
  /** Where the figure comes from. */
  readonly basis: Basis
}

export const BASES = ['ended', 'last_collection', 'parents', 'unknown'] as const
export type Basis = (typeof BASES)[number]

export interface CollectionPlan {
  readonly requests: Range
  readonly seconds: Range
  readonly streams: readonly StreamPlan[]
}

/** A tenant grows from one collection to the next; beyond that the estimate was wrong. */
const GROWTH_PERCENT = 110
/** A parent whose children were never counted: most lists are one page, some are several. */
const MOST_PAGES_A_PARENT = 2
/** Requests from which on a stream's own pace says how fast the rest will go. */
const TRUSTED_PACE = 20
const SECONDS_A_MINUTE = 60

const grown = (value: number): number => (value * GROWTH_PERCENT) / 100

const NOTHING: Range = { from: 0, to: 0 }

/** Requests a parent costs at least, where it is more than the one of a list. */
const REQUESTS_A_PARENT: Partial<Record<StreamName, number>> = { 'platform.project_settings': 5 }

const ENDED: ReadonlySet<StreamState> = new Set(['completed', 'denied', 'failed', 'cancelled'])

export interface PlanInput {
  readonly streams: readonly StreamName[]
  readonly standings: readonly Standing[]
  readonly earlier: readonly Earlier[]
  readonly limits: Partial<Record<Plane, Limit>>
}

export function planCollection(input: PlanInput): CollectionPlan {
  const streams = input.streams.map((stream) => planStream(input, stream))
  return {
    requests: streams.map(({ requests }) => requests).reduce(sum, NOTHING),
    seconds: PLANES.map((plane) => timeOfPlane(streams, plane)).reduce(longer, NOTHING),
    streams,
  }
}

function planStream(input: PlanInput, stream: StreamName): StreamPlan {
  const standing = input.standings.find((one) => one.stream === stream)
  if (standing !== undefined && ENDED.has(standing.state)) {
    return { stream, requests: NOTHING, seconds: NOTHING, basis: 'ended' }
  }
  const earlier = input.earlier.find((one) => one.stream === stream)
  const { requests, basis } =
    STREAMS[stream].parent === undefined
      ? ofList(earlier, standing)
      : ofChildren(input, stream, earlier, standing)
  return { stream, requests, seconds: secondsOf(input, stream, requests, standing), basis }
}

type Counted = Pick<StreamPlan, 'requests' | 'basis'>

function ofList(earlier: Earlier | undefined, standing: Standing | undefined): Counted {
  if (earlier === undefined) return { requests: { from: 1, to: null }, basis: 'unknown' }
  const left = Math.max(1, earlier.requests - (standing?.requests ?? 0))
  return { requests: { from: left, to: Math.ceil(grown(left)) }, basis: 'last_collection' }
}

function ofChildren(
  input: PlanInput,
  stream: StreamName,
  earlier: Earlier | undefined,
  standing: Standing | undefined,
): Counted {
  const parents = parentsOf(input, stream, standing)
  const left = Math.max(0, parents.from - (standing?.parentsDone ?? 0))
  const least = REQUESTS_A_PARENT[stream] ?? 1
  const paid = costOfParent(earlier, standing)
  const from = Math.ceil(left * Math.max(least, paid ?? least))
  const basis = paid === null ? 'parents' : 'last_collection'
  if (parents.to === null) return { requests: { from, to: null }, basis: 'unknown' }
  const mostLeft = Math.max(0, parents.to - (standing?.parentsDone ?? 0))
  const dearest = paid === null ? least * MOST_PAGES_A_PARENT : Math.max(least, grown(paid))
  return { requests: { from, to: Math.ceil(mostLeft * dearest) }, basis }
}

/** How many parents a stream has: counted at its start, or what their own list holds, or held last time. */
function parentsOf(input: PlanInput, stream: StreamName, standing: Standing | undefined): Range {
  if (standing?.parentsTotal !== null && standing?.parentsTotal !== undefined) {
    return { from: standing.parentsTotal, to: standing.parentsTotal }
  }
  const { parent } = STREAMS[stream]
  const list = input.standings.find((one) => one.stream === parent)
  if (list?.state === 'completed') return { from: list.records, to: list.records }
  const before = input.earlier.find((one) => one.stream === parent)
  if (before === undefined) return { from: list?.records ?? 0, to: null }
  return { from: before.records, to: Math.ceil(grown(before.records)) }
}

/** Requests a parent, by this run if it has seen enough, else by the last collection. */
function costOfParent(earlier: Earlier | undefined, standing: Standing | undefined): number | null {
  const done = standing?.parentsDone ?? 0
  if (standing !== undefined && done >= TRUSTED_PACE) return standing.requests / done
  if (earlier === undefined || earlier.parents === null || earlier.parents === 0) return null
  return earlier.requests / earlier.parents
}

/** At the known limit at best; at worst at the present one, or as slowly as the stream went so far. */
function secondsOf(
  { limits }: PlanInput,
  stream: StreamName,
  requests: Range,
  standing: Standing | undefined,
): Range {
  const { plane } = STREAMS[stream]
  const limit = limits[plane] ?? { known: PER_MINUTE[plane], present: PER_MINUTE[plane] }
  const from = (requests.from / limit.known) * SECONDS_A_MINUTE
  if (requests.to === null) return { from, to: null }
  const atPresent = (requests.to / limit.present) * SECONDS_A_MINUTE
  const secondsEach = paceOf(standing)
  return { from, to: secondsEach === null ? atPresent : Math.max(atPresent, requests.to * secondsEach) }
}

function paceOf(standing: Standing | undefined): number | null {
  if (standing === undefined || standing.elapsedS === null || standing.requests < TRUSTED_PACE) return null
  return standing.elapsedS / standing.requests
}

function timeOfPlane(streams: readonly StreamPlan[], plane: Plane): Range {
  return STAGES.map((stage) =>
    streams
      .filter(({ stream }) => STREAMS[stream].plane === plane && STREAMS[stream].stage === stage)
      .map(({ seconds }) => seconds)
      .reduce(longer, NOTHING),
  ).reduce(sum, NOTHING)
}

const sum = (a: Range, b: Range): Range => ({
  from: a.from + b.from,
  to: a.to === null || b.to === null ? null : a.to + b.to,
})

const longer = (a: Range, b: Range): Range => ({
  from: Math.max(a.from, b.from),
  to: a.to === null || b.to === null ? null : Math.max(a.to, b.to),
})
