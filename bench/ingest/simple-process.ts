import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyRows } from './simple/copy.ts'
import { fetchFiles } from './simple/fetch.ts'
import { naiveLoop } from './simple/naive.ts'
import { plainCollector } from './simple/plain.ts'

/** Runs one simple variant in a process of its own, so that its CPU is its own, and tells what it cost. */
export interface SimpleInput {
  readonly feedFolder: string
  readonly upstreamUrl: string
  readonly databaseUrl: string
  /** Folder of exported rows, for `copy`. */
  readonly rowsFolder: string
}

export interface SimpleResult {
  readonly seconds: number
  readonly cpuSeconds: number
}

const WORK: Readonly<Record<string, (input: SimpleInput) => Promise<void>>> = {
  fetch: fetchFiles,
  copy: copyRows,
  plain: plainCollector,
  naive: naiveLoop,
}

const MICROS_PER_SECOND = 1_000_000
const [variant = '', inputFile = ''] = process.argv.slice(2)
const work = WORK[variant]
if (work === undefined) throw new Error(`No variant is called ${variant}.`)
const input = JSON.parse(readFileSync(inputFile, 'utf8')) as SimpleInput
// A look at the feed first: a missing one is an error before the clock runs.
readFileSync(join(input.feedFolder, 'feed.json'))
const [cpu, startedAt] = [process.cpuUsage(), performance.now()]
await work(input)
const { user, system } = process.cpuUsage(cpu)
const result: SimpleResult = {
  seconds: (performance.now() - startedAt) / 1_000,
  cpuSeconds: (user + system) / MICROS_PER_SECOND,
}
process.send?.(result, () => process.exit(0))
