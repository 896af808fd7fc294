import { STAGES } from '../../model/core/runs.ts'
import type { Style } from '../io.ts'
import type { RunDetail, RunStream } from '../run-view.ts'
import { describeCount, describeDuration } from './duration.ts'
import type { Distance } from './eta.ts'

/** How a run looks to a person, as text; who draws it where is another file's business. */

export type Paint = (style: Style, text: string) => string

const ENDED: ReadonlySet<RunStream['state']> = new Set(['completed', 'denied', 'failed', 'cancelled'])

const NAME_WIDTH = 31
const COUNT_WIDTH = 9
const PAGES_WIDTH = 7
const BAR_WIDTH = 12

const MARK: Record<RunStream['state'], readonly [string, Style]> = {
  queued: ['·', 'dim'],
  running: ['▸', 'cyan'],
  waiting_for_rate_limit: ['⏳', 'yellow'],
  waiting_for_credentials: ['!', 'red'],
  stalled: ['!', 'yellow'],
  completed: ['✓', 'green'],
  denied: ['–', 'yellow'],
  failed: ['✗', 'red'],
  cancelled: ['–', 'dim'],
}

export const isEnded = (stream: RunStream): boolean => ENDED.has(stream.state)

/** How far a stream is, where it can be known: parents read of parents known. */
export function distanceOf(stream: RunStream): Distance | null {
  if (isEnded(stream) || stream.parents_total === null || stream.parents_total === 0) return null
  return { done: stream.parents_done ?? 0, total: stream.parents_total }
}

/**
 * What sets the pace of a stream: parents read, or, for logs, how far their cursor has come in upstream's time on its
 * way to now (milliseconds). Null where a stream does not know its end.
 */
export function paceOf(stream: RunStream, now: Date): Distance | null {
  if (isEnded(stream)) return null
  if (stream.cursor_time === null) return distanceOf(stream)
  return { done: Date.parse(stream.cursor_time), total: now.getTime() }
}

/** One line for each stream, stages in their order. */
export function progressLines(runs: readonly RunDetail[], now: Date, paint: Paint): string[] {
  return runs.flatMap((run) => [
    headline(run, paint),
    ...[...run.streams].sort(byStage).map((stream) => streamLine(stream, now, paint)),
  ])
}

const byStage = (a: RunStream, b: RunStream): number =>
  STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) || a.stream.localeCompare(b.stream)

function headline(run: RunDetail, paint: Paint): string {
  const stage = run.stage === null || run.ended ? '' : ` · stage ${run.stage}`
  const { records, pages } = run.totals
  const totals = `${counted(records, 'record', 0).trim()}, ${counted(pages, 'page', 0).trim()}`
  const why = run.outcome_label === null ? '' : ` · ${run.outcome_label}`
  return `${paint('bold', `Run ${run.run_no}`)} ${run.kind} · ${run.state_label}${why}${stage} · ${totals}`
}

function streamLine(stream: RunStream, now: Date, paint: Paint): string {
  const [mark, style] = MARK[stream.state]
  const name = stream.stream.padEnd(NAME_WIDTH)
  const records = counted(stream.records, 'record', COUNT_WIDTH)
  const pages = counted(stream.pages, 'page', PAGES_WIDTH)
  const more = [bar(stream), waiting(stream, now), troubles(stream)].filter((part) => part !== '')
  return `  ${paint(style, mark)} ${name}${records}${pages}  ${more.join('  ')}`.trimEnd()
}

/** Right-aligned number, then the noun; a plural's room is kept so that columns stand. */
const counted = (count: number, noun: string, width: number): string =>
  `${describeCount(count).padStart(width)} ${noun}${count === 1 ? ' ' : 's'}`

function bar(stream: RunStream): string {
  const distance = distanceOf(stream)
  if (distance === null) return ''
  const filled = Math.round((Math.min(distance.done, distance.total) / distance.total) * BAR_WIDTH)
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${distance.done}/${distance.total}`
}

function waiting(stream: RunStream, now: Date): string {
  if (stream.state === 'waiting_for_rate_limit' && stream.waiting_until !== null) {
    return `waits ${describeDuration(Date.parse(stream.waiting_until) - now.getTime())} for the rate limit`
  }
  if (stream.state === 'waiting_for_credentials') return 'waits for credentials'
  if (stream.state === 'stalled') return 'stalled, tried again'
  return stream.waited_ms > 0 ? `waited ${describeDuration(stream.waited_ms)}` : ''
}

function troubles(stream: RunStream): string {
  const parts = [
    ...(stream.retries > 0 ? [`${stream.retries} retries`] : []),
    ...(stream.quarantined > 0 ? [`${stream.quarantined} in quarantine`] : []),
    ...(stream.cause === null ? [] : [stream.cause]),
  ]
  return parts.join(', ')
}

/** `remainingMs`: by the pace of the last moments; `range`: by what a full run still has to ask for. */
export function etaLine(elapsedMs: number, remainingMs: number | undefined, range?: TimeLeft): string {
  return `  ${describeDuration(elapsedMs)} so far, ${timeLeft(remainingMs, range)}`
}

/** Milliseconds; `latest` null: not known. */
export interface TimeLeft {
  readonly earliest: number
  readonly latest: number | null
}

/** Below that a range is as long as it takes to read it. */
const WORTH_A_RANGE_MS = 60_000

function timeLeft(remainingMs: number | undefined, range: TimeLeft | undefined): string {
  const { earliest = 0, latest = null } = range ?? {}
  if (latest !== null && latest > WORTH_A_RANGE_MS)
    return `${describeDuration(earliest)} to ${describeDuration(latest)} left`
  if (latest === null && earliest > WORTH_A_RANGE_MS) return `at least ${describeDuration(earliest)} left`
  return remainingMs === undefined ? 'time left not known yet' : `about ${describeDuration(remainingMs)} left`
}

/** What the open full run of these says of its end. */
export function timeLeftOf(runs: readonly RunDetail[], now: Date): TimeLeft | undefined {
  const remaining = runs.find((run) => !run.ended && run.remaining !== null)?.remaining
  if (remaining === undefined || remaining === null) return undefined
  const until = (instant: string) => Math.max(0, Date.parse(instant) - now.getTime())
  return {
    earliest: until(remaining.earliest),
    latest: remaining.latest === null ? null : until(remaining.latest),
  }
}

/**
 * What is worth a line of its own where nothing can be redrawn (a log, a pipe): a stage that began, a stream that
 * ended, a wait or a stall that began, a stall that is over, a run that ended. Compares with what was said before.
 */
export function changesSince(before: readonly RunDetail[], after: readonly RunDetail[], now: Date): string[] {
  const known = new Map(before.map((run) => [run.id, run]))
  return after.flatMap((run) => changesOfRun(known.get(run.id), run, now))
}

const plain: Paint = (_style, text) => text

function changesOfRun(before: RunDetail | undefined, run: RunDetail, now: Date): string[] {
  const streams = new Map(before?.streams.map((stream) => [stream.stream, stream]))
  const lines: string[] = []
  if (run.stage !== before?.stage && run.stage !== null && !run.ended) {
    lines.push(`run ${run.run_no} ${run.kind}: stage ${run.stage}`)
  }
  for (const stream of run.streams) {
    const was = streams.get(stream.stream)?.state
    if (stream.state === was) continue
    const standsStill = stream.state.startsWith('waiting') || stream.state === 'stalled'
    if (isEnded(stream) || standsStill || was === 'stalled') {
      const line = streamLine(stream, now, plain).trim().replaceAll(/ {2,}/g, ' ')
      lines.push(`run ${run.run_no} ${run.kind}: ${line.slice(line.indexOf(' ') + 1)} (${stream.state})`)
    }
  }
  if (run.ended && before?.ended !== true) lines.push(headline(run, plain))
  return lines
}
