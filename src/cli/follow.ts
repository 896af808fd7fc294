import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from './api-client.ts'
import { CliError } from './cli-error.ts'
import type { Io } from './io.ts'
import { EtaEstimator } from './render/eta.ts'
import { changesSince, etaLine, paceOf, progressLines, timeLeftOf } from './render/progress.ts'
import { terminalScreen } from './render/screen.ts'
import type { RunDetail } from './run-view.ts'

/** Follows runs until all have ended: redrawn on a terminal, a line per event elsewhere. */
export interface FollowOptions {
  readonly signal: AbortSignal
  /** Default true. False: looks only, says nothing. */
  readonly show?: boolean
  /** Asked after every look; what it throws ends the following. */
  readonly watch?: (runs: readonly RunDetail[]) => void
}

const POLL_MS = 400
/** Milliseconds after which a run is a long one, and between looks at such: several people may follow with one token. */
const LONG_MS = 30_000
const POLL_LONG_MS = 2_000

/** Where nothing else happened, a log still learns this often that something moves. */
const QUIET_LINE_EVERY_MS = 15_000

/** Milliseconds. Opening a run is one activity; this bounds a worker that is not there. */
const OPENS_WITHIN_MS = 120_000

const neverOpened = (): CliError =>
  new CliError(`A run was asked for and did not begin within ${OPENS_WITHIN_MS / 1_000} s.`, {
    why: 'No worker has taken the work.',
    next: 'Start one with "casbah worker"; "casbah doctor" looks deeper.',
  })

export async function followRuns(
  io: Io,
  api: ApiClient,
  runIds: readonly string[],
  { signal, show = true, watch }: FollowOptions,
): Promise<RunDetail[]> {
  const began = performance.now()
  const view = !show ? undefined : io.errIsTerminal ? drawing(io) : telling(io)
  for (;;) {
    const found = await Promise.all(runIds.map((id) => api.find<RunDetail>(`/api/v1/runs/${id}`)))
    // A run that was just asked for has no row until its integration's workflow has opened it.
    const runs = found.filter((run) => run !== undefined)
    view?.(runs)
    watch?.(runs)
    if (runs.length === runIds.length && runs.every((run) => run.ended)) return runs
    if (runs.length < runIds.length && performance.now() - began > OPENS_WITHIN_MS) throw neverOpened()
    const isLong = performance.now() - began > LONG_MS
    await sleep(isLong ? POLL_LONG_MS : POLL_MS, undefined, { signal })
  }
}

type View = (runs: readonly RunDetail[]) => void

function pace(): { observe(runs: readonly RunDetail[]): string } {
  const began = performance.now()
  const estimator = new EtaEstimator()
  return {
    observe(runs) {
      const now = performance.now()
      for (const run of runs) {
        for (const stream of run.streams) {
          estimator.observe(`${run.id} ${stream.stream}`, run.ended ? null : paceOf(stream, new Date()), now)
        }
      }
      return etaLine(now - began, estimator.remainingMs(), timeLeftOf(runs, new Date()))
    },
  }
}

function drawing(io: Io): View {
  const screen = terminalScreen(io)
  const eta = pace()
  return (runs) => {
    // Asked for and not begun yet: nothing to draw, and drawing nothing would move down a line.
    if (runs.length === 0) return
    const rest = eta.observe(runs)
    const lines = progressLines(runs, new Date(), io.paint)
    screen.draw(runs.every((run) => run.ended) ? lines : [...lines, rest])
  }
}

function telling(io: Io): View {
  const eta = pace()
  let before: readonly RunDetail[] = []
  let lastSaidAt = performance.now()
  return (runs) => {
    const rest = eta.observe(runs)
    const lines = changesSince(before, runs, new Date())
    before = runs
    if (lines.length === 0 && performance.now() - lastSaidAt > QUIET_LINE_EVERY_MS)
      lines.push(summary(runs) + rest)
    if (lines.length === 0) return
    lastSaidAt = performance.now()
    for (const line of lines) io.err(line)
  }
}

function summary(runs: readonly RunDetail[]): string {
  const parts = runs
    .filter((run) => !run.ended)
    .map((run) => `run ${run.run_no} ${run.kind}: ${run.stage ?? 'queued'}, ${run.totals.records} records`)
  return `${parts.join('; ')};`
}
