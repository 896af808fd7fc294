import { HEARTBEAT_MS } from './cell.ts'
import type { ChaosFault } from './fault.ts'
import type { Outcome } from './outcome.ts'

/** Whether each negative control found what it had to; absent where it was not run. */
export interface Controls {
  damage?: boolean
  fence?: boolean
  impatience?: boolean
}

interface Quantiles {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

export interface FaultReport {
  readonly name: string
  readonly seeds: number
  readonly lost: number
  readonly duplicates: number
  readonly staleRows: number
  readonly refetchedBatches: number
  readonly beforeRetryAfter: number
  /** Over all blows and streams that they met; null where nothing had to go on. */
  readonly resumeSeconds: Quantiles | null
  readonly unfinished: readonly string[]
  readonly negativeControl: 'caught' | 'missed' | 'not run'
  readonly passed: boolean
}

export interface ChaosReport {
  readonly revision: string
  readonly heartbeatSeconds: number
  readonly faults: readonly FaultReport[]
  readonly passed: boolean
}

/** Seconds beyond the heartbeat's timeout within which a stream has to go on. */
const RESUME_MARGIN_S = 5
/** Two timeouts where a task was handed to a poller that was dead already, which nobody can know. */
const LONGEST_RESUME_S = (2 * HEARTBEAT_MS) / 1_000 + RESUME_MARGIN_S

export function reportOf(
  revision: string,
  faults: readonly ChaosFault[],
  outcomes: readonly Outcome[],
  controls: Controls,
): ChaosReport {
  const names = [...new Map(faults.map((fault) => [fault.name, fault])).values()]
  const reports = names.map((fault) =>
    faultReport(
      fault,
      outcomes.filter((one) => one.fault === fault.name),
      controls,
    ),
  )
  return {
    revision,
    heartbeatSeconds: HEARTBEAT_MS / 1_000,
    faults: reports,
    passed: reports.every(({ passed }) => passed),
  }
}

function faultReport(fault: ChaosFault, outcomes: readonly Outcome[], controls: Controls): FaultReport {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, one) => total + of(one), 0)
  const caught = controls[fault.control]
  const report = {
    name: fault.name,
    seeds: outcomes.length,
    lost: sum(({ lost }) => lost),
    duplicates: sum(({ duplicates }) => duplicates),
    staleRows: sum(({ staleRows }) => staleRows),
    refetchedBatches: Math.max(0, ...outcomes.map(({ refetchedBatches }) => refetchedBatches)),
    beforeRetryAfter: sum(({ beforeRetryAfter }) => beforeRetryAfter),
    resumeSeconds: quantilesOf(outcomes.flatMap(({ resumeSeconds }) => resumeSeconds)),
    unfinished: outcomes.flatMap(({ seed, unfinished }) =>
      unfinished.map((words) => `seed ${seed}: ${words}`),
    ),
    negativeControl:
      caught === undefined ? ('not run' as const) : caught ? ('caught' as const) : ('missed' as const),
  }
  return { ...report, passed: passes(report, fault.resumesWithinS ?? LONGEST_RESUME_S) }
}

function passes(report: Omit<FaultReport, 'passed'>, resumesWithinS: number): boolean {
  const { lost, duplicates, staleRows, refetchedBatches, beforeRetryAfter, resumeSeconds, unfinished } =
    report
  return (
    lost + duplicates + staleRows + beforeRetryAfter === 0 &&
    refetchedBatches <= 1 &&
    unfinished.length === 0 &&
    report.negativeControl !== 'missed' &&
    (resumeSeconds === null || resumeSeconds.p95 <= resumesWithinS)
  )
}

const HALF = 0.5
const NEARLY_ALL = 0.95

function quantilesOf(values: readonly number[]): Quantiles | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { p50: at(HALF), p95: at(NEARLY_ALL), max: sorted.at(-1) ?? 0 }
}

export function reportWords({ faults, heartbeatSeconds, passed }: ChaosReport): string {
  const seconds = ({ p50, p95, max }: Quantiles) => `${p50.toFixed(1)}/${p95.toFixed(1)}/${max.toFixed(1)}`
  const lines = faults.map((fault) =>
    [
      fault.passed ? '✓' : '✗',
      fault.name.padEnd(24),
      `seeds ${String(fault.seeds).padStart(2)}`,
      `lost ${fault.lost}`,
      `twice ${fault.duplicates}`,
      `stale ${fault.staleRows}`,
      `refetched ${fault.refetchedBatches.toFixed(2)}`,
      `early ${fault.beforeRetryAfter}`,
      `resume ${fault.resumeSeconds === null ? '–' : seconds(fault.resumeSeconds)} s`,
      `control ${fault.negativeControl}`,
      ...fault.unfinished,
    ].join('  '),
  )
  const verdict = passed ? 'Nothing was lost and nothing happened twice.' : 'Something broke; see ✗.'
  return [`heartbeat ${heartbeatSeconds} s; resume as p50/p95/max`, ...lines, verdict, ''].join('\n')
}
