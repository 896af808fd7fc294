import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { PROJECT_ROOT } from '../../src/cli/place.ts'
import type { House } from '../house.ts'
import { openHouse } from '../house.ts'
import { Cell } from './cell.ts'
import { controlsOf } from './controls.ts'
import type { ChaosFault } from './fault.ts'
import { FAULTS } from './faults/all.ts'
import type { Counted, Outcome } from './outcome.ts'
import { countedBy, outcomeOf } from './outcome.ts'
import type { Controls } from './report.ts'
import { reportOf, reportWords } from './report.ts'

export interface ChaosOptions {
  /** Seeds of each fault; absent: 20 of processes, 5 of upstream. */
  readonly seeds?: number
  readonly only?: readonly string[]
  /** This part, from 1, of so many. */
  readonly shard: { readonly part: number; readonly of: number }
  readonly json: boolean
  /** Takes each outcome as it comes, a line each; what stands in it of this very code is not done again. */
  readonly state: string
}

const DEFAULT_SEEDS: Readonly<Record<ChaosFault['of'], number>> = { process: 20, upstream: 5 }
const HOUR_MS = 3_600_000

interface Job {
  readonly fault: ChaosFault
  readonly seed: number
}

export async function runChaos(options: ChaosOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const revision = revisionOf()
  const jobs = jobsOf(options)
  mkdirSync(dirname(options.state), { recursive: true, mode: 0o700 })
  const known = readState(options.state, revision)
  const outcomes: Outcome[] = []
  const house = await openHouse()
  let controls: Controls
  try {
    const bench = new ChaosBench(house)
    for (const [index, { fault, seed }] of jobs.entries()) {
      const before = known.find((one) => one.fault === fault.name && one.seed === seed)
      const outcome = before ?? (await bench.measure(fault, seed))
      if (before === undefined) appendFileSync(options.state, `${JSON.stringify({ revision, ...outcome })}\n`)
      outcomes.push(outcome)
      const whence = before === undefined ? '' : ' (from before)'
      say(`${index + 1} of ${jobs.length}${whence}: ${wordsOf(outcome)}`)
    }
    say('negative controls …')
    controls = await controlsOf(house, new Set(jobs.map(({ fault }) => fault.control)))
  } finally {
    await house.close()
  }
  const report = reportOf(
    revision,
    jobs.map(({ fault }) => fault),
    outcomes,
    controls,
  )
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : reportWords(report))
  if (!report.passed) process.exitCode = 1
}

function jobsOf({ seeds, only, shard }: ChaosOptions): Job[] {
  const faults = only === undefined ? FAULTS : FAULTS.filter(({ name }) => only.includes(name))
  const jobs = faults.flatMap((fault) =>
    Array.from({ length: seeds ?? DEFAULT_SEEDS[fault.of] }, (_, index) => ({ fault, seed: index + 1 })),
  )
  return jobs.filter((_, index) => index % shard.of === shard.part - 1)
}

function readState(file: string, revision: string): Outcome[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  return lines
    .map((line) => JSON.parse(line) as Outcome & { revision: string })
    .filter((line) => line.revision === revision)
}

/** Which code was measured; outcomes of other code are not taken for those of this one. */
function revisionOf(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: PROJECT_ROOT, encoding: 'utf8' }).trim()
    const changed = git('status', '--porcelain', '--', 'src', 'drizzle')
    return changed === '' ? git('rev-parse', 'HEAD:src') : `changed-${Date.now()}`
  } catch {
    return 'unknown'
  }
}

function wordsOf(outcome: Outcome): string {
  const { fault, seed, lost, duplicates, staleRows, unfinished, differing } = outcome
  const figures = `${fault} seed ${seed}: lost ${lost}, twice ${duplicates}, stale ${staleRows}`
  return [[figures, ...unfinished].join(', '), ...differing.map((line) => `  ${line}`)].join('\n')
}

export class ChaosBench {
  readonly #house: House
  readonly #frozenAt = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS)
  readonly #undisturbed = new Map<number, Promise<Counted>>()

  constructor(house: House) {
    this.#house = house
  }

  async measure(fault: ChaosFault, seed: number): Promise<Outcome> {
    const frozenAt = fault.clockRuns ? null : this.#frozenAt
    const undisturbed = frozenAt === null ? null : await this.#countedUndisturbed(seed, frozenAt)
    await using opened = new AsyncDisposableStack()
    const stack = await fault.stack?.(this.#house, opened)
    const cell = await Cell.open(
      { house: this.#house, seed, fault: fault.name, frozenAt, ...(stack === undefined ? {} : { stack }) },
      opened,
    )
    const tickets = await fault.disturb(cell)
    const runs = await cell.finish(tickets)
    await cell.tenant.scenario({ faults: [] })
    return await outcomeOf(cell, { fault: fault.name, seed }, runs, undisturbed)
  }

  #countedUndisturbed(seed: number, frozenAt: Date): Promise<Counted> {
    const known = this.#undisturbed.get(seed) ?? collectUndisturbed(this.#house, seed, frozenAt)
    this.#undisturbed.set(seed, known)
    return known
  }
}

async function collectUndisturbed(house: House, seed: number, frozenAt: Date): Promise<Counted> {
  await using opened = new AsyncDisposableStack()
  const cell = await Cell.open({ house, seed, fault: 'none', frozenAt }, opened)
  return await countedBy(cell, await cell.finish(await cell.collect()))
}
