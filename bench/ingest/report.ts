import { cpus, totalmem } from 'node:os'
import type { Figure, Spread } from '../spread.ts'
import { shown, spreadOf } from '../spread.ts'
import type { BenchPlace } from './place.ts'
import type { IngestOptions } from './run.ts'
import type { Measured, VariantName } from './variants.ts'

interface Configuration {
  readonly messages: number
  readonly runs: number
  readonly node: string
  readonly postgres: string
  readonly cores: number
  readonly memoryGb: number
  readonly mode: 'metadata'
}

export interface IngestReport {
  readonly configuration: Configuration
  /** Messages a second, by variant. */
  readonly rates: Partial<Record<VariantName, Spread>>
  /** CPU seconds of ours ÷ (fetch + copy), Postgres' included. */
  readonly cpuRatio: Figure
  /** Rate of ours ÷ the slower of fetch and copy. */
  readonly efficiency: Figure
  /** Rate of ours ÷ that of the naive loop. */
  readonly overNaive: Figure
  /** Share by which ours takes longer than ours without Temporal and checkpoints. */
  readonly durabilityTax: Figure
  /** Rate of fetch ÷ that of ours: below 3 the upstream was the bottleneck, and the run says nothing. */
  readonly upstreamOverOurs: Figure
  readonly valid: boolean
  readonly workerPeakMb: Figure
  readonly historyEvents: Figure
  readonly databaseBytesPerMessage: Figure
  readonly raw: readonly Measured[]
}

const LEAST_UPSTREAM = 3
const BYTES_PER_GB = 1_073_741_824

export async function configurationOf(place: BenchPlace, options: IngestOptions): Promise<Configuration> {
  const fresh = await place.freshDatabase()
  const [row] = await fresh.database.sql<{ server_version: string }[]>`show server_version`
  await fresh.drop()
  return {
    messages: options.messages,
    runs: options.runs,
    node: process.version,
    postgres: row?.server_version ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / BYTES_PER_GB),
    mode: 'metadata',
  }
}

export function reportOf(configuration: Configuration, raw: readonly Measured[]): IngestReport {
  const of = (variant: VariantName) => raw.filter((one) => one.variant === variant)
  const [fetched, ours, copied] = [of('fetch'), of('ours'), of('copy')]
  const names = [...new Set(raw.map(({ variant }) => variant))]
  const rates = Object.fromEntries(names.map((name) => [name, spreadOf(of(name).map(rateOf))]))
  const upstreamOverOurs = pairwise(fetched, ours, (fetch, our) => rateOf(fetch) / rateOf(our))
  const own = (pick: (more: NonNullable<Measured['ours']>) => number) =>
    spreadOf(ours.flatMap((one) => (one.ours === undefined ? [] : [pick(one.ours)])))
  return {
    configuration,
    rates,
    cpuRatio: spreadOf(
      ours.flatMap((our, run) => {
        const [fetch, copy] = [fetched[run], copied[run]]
        return fetch === undefined || copy === undefined ? [] : [cpuOf(our) / (cpuOf(fetch) + cpuOf(copy))]
      }),
    ),
    efficiency: spreadOf(
      ours.flatMap((our, run) => {
        const [fetch, copy] = [fetched[run], copied[run]]
        if (fetch === undefined || copy === undefined) return []
        return [rateOf(our) / Math.min(rateOf(fetch), rateOf(copy))]
      }),
    ),
    overNaive: pairwise(ours, of('naive'), (our, naive) => rateOf(our) / rateOf(naive)),
    durabilityTax: pairwise(ours, of('plain'), (our, plain) => our.seconds / plain.seconds - 1),
    upstreamOverOurs,
    valid: upstreamOverOurs === null || upstreamOverOurs.least >= LEAST_UPSTREAM,
    workerPeakMb: own(({ workerPeakMb }) => workerPeakMb),
    historyEvents: own(({ historyEvents }) => historyEvents),
    databaseBytesPerMessage: own(({ databaseBytesPerMessage }) => databaseBytesPerMessage),
    raw,
  }
}

const rateOf = ({ messages, seconds }: Measured): number => messages / seconds
const cpuOf = ({ cpu }: Measured): number => cpu.client + cpu.postgres

/** Runs of one round are compared with each other: the machine was as busy for both. */
function pairwise(
  left: readonly Measured[],
  right: readonly Measured[],
  compare: (left: Measured, right: Measured) => number,
): Figure {
  return spreadOf(
    left.flatMap((one, run) => {
      const other = right[run]
      return other === undefined ? [] : [compare(one, other)]
    }),
  )
}

export function reportWords(report: IngestReport): string {
  const { configuration, rates } = report
  const { messages, runs, node, postgres, cores, memoryGb } = configuration
  return [
    `${messages.toLocaleString('en')} messages, ${runs} runs of each variant, medians with ranges`,
    `Node ${node}, PostgreSQL ${postgres}, ${cores} cores, ${memoryGb} GB, mode metadata`,
    '',
    ...Object.entries(rates).map(([name, rate]) => `${name.padEnd(8)} ${shown(rate, 0)} messages/s`),
    '',
    `cpuRatio       ${shown(report.cpuRatio)}`,
    `efficiency     ${shown(report.efficiency)}`,
    `overNaive      ${shown(report.overNaive)}`,
    `durabilityTax  ${shown(report.durabilityTax)}`,
    `worker's peak  ${shown(report.workerPeakMb, 0)} MB`,
    `history        ${shown(report.historyEvents, 0)} events at most`,
    `database       ${shown(report.databaseBytesPerMessage, 0)} bytes a message`,
    ...(report.valid ? [] : ['INVALID: the upstream was less than three times as fast as ours.']),
    '',
  ].join('\n')
}
