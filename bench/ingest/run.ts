import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportRows } from './copied-tables.ts'
import { cpuOfTree } from './cpu.ts'
import { measureOurs } from './ours.ts'
import type { BenchPlace, FreshDatabase, ServedFeed } from './place.ts'
import { openPlace } from './place.ts'
import { configurationOf, reportOf, reportWords } from './report.ts'
import type { SimpleInput, SimpleResult } from './simple-process.ts'
import type { Measured, VariantFacts, VariantName } from './variants.ts'
import { VARIANTS } from './variants.ts'

export interface IngestOptions {
  readonly messages: number
  readonly runs: number
  readonly variants: readonly VariantName[]
  readonly json: boolean
  readonly save?: string
}

/** Every variant in turn, run after run, so that a machine that is slow for a while is slow for all of them. */
export async function runIngest(options: IngestOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const place = await openPlace(say)
  try {
    const order = inOrder(options.variants)
    const bench = new IngestBench(place, order.includes('copy'))
    const configuration = await configurationOf(place, options)
    const measured: Measured[] = []
    for (let run = 1; run <= options.runs; run += 1) {
      for (const variant of order) {
        const one = await bench.measure(variant, options.messages)
        measured.push(one)
        say(`run ${run} of ${options.runs}: ${variant}, ${Math.round(one.messages / one.seconds)} messages/s`)
      }
    }
    const report = reportOf(configuration, measured)
    const text = `${JSON.stringify(report, null, 2)}\n`
    if (options.save !== undefined) await writeFile(options.save, text)
    process.stdout.write(options.json ? text : reportWords(report))
  } finally {
    await place.opened.disposeAsync()
  }
}

/** Asked for ones, and before each what it needs. */
function inOrder(asked: readonly VariantName[]): VariantName[] {
  const names = Object.keys(VARIANTS) as VariantName[]
  const needed = new Set(asked.flatMap((name) => [name, ...VARIANTS[name].needs]))
  return names.filter((name) => needed.has(name))
}

class IngestBench {
  readonly #place: BenchPlace
  readonly #isCopied: boolean
  /** Rows that ours kept, for `copy`. */
  #rows = ''

  constructor(place: BenchPlace, isCopied: boolean) {
    this.#place = place
    this.#isCopied = isCopied
  }

  async measure(variant: VariantName, messages: number): Promise<Measured> {
    const facts: VariantFacts = VARIANTS[variant]
    const served = await this.#place.feedOf(Math.min(messages, facts.messages ?? messages))
    const fresh = await this.#place.freshDatabase()
    try {
      return variant === 'ours' ? await this.#ours(served, fresh) : await this.#simple(variant, served, fresh)
    } finally {
      await fresh.drop()
    }
  }

  async #ours(served: ServedFeed, fresh: FreshDatabase): Promise<Measured> {
    const measured = await measureOurs(this.#place, served, fresh)
    if (this.#isCopied && this.#rows === '') this.#rows = await exportRows(this.#place, fresh)
    return measured
  }

  async #simple(
    variant: Exclude<VariantName, 'ours'>,
    { feed, url }: ServedFeed,
    fresh: FreshDatabase,
  ): Promise<Measured> {
    const inputFile = join(this.#place.folder, `${variant}.json`)
    const input: SimpleInput = {
      feedFolder: feed.folder,
      upstreamUrl: url,
      databaseUrl: fresh.url,
      rowsFolder: this.#rows,
    }
    await writeFile(inputFile, JSON.stringify(input), { mode: 0o600 })
    const { pid } = this.#place.postgres
    const before = cpuOfTree(pid)
    const { seconds, cpuSeconds } = await runProcess(variant, inputFile)
    const cpu = { client: cpuSeconds, postgres: cpuOfTree(pid) - before }
    return { variant, messages: feed.messages, seconds, cpu }
  }
}

async function runProcess(variant: string, inputFile: string): Promise<SimpleResult> {
  const child = fork(fileURLToPath(new URL('./simple-process.ts', import.meta.url)), [variant, inputFile])
  const ended = once(child, 'exit')
  const answer = await Promise.race([once(child, 'message'), ended])
  const [result] = answer as [SimpleResult | number]
  if (typeof result !== 'object') throw new Error(`The variant ${variant} ended with ${result}; see above.`)
  await ended
  return result
}
