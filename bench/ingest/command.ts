import { Command, InvalidArgumentError, Option } from 'commander'
import { readCount } from '../counts.ts'
import { runIngest } from './run.ts'
import type { VariantName } from './variants.ts'
import { VARIANT_NAMES } from './variants.ts'

const DEFAULT_RUNS = 5
const FEWEST_MESSAGES = 1_000

export function ingestCommand(): Command {
  return new Command('ingest')
    .description(
      'Messages through the whole collector, against fetching them, copying them in, and simpler loops',
    )
    .option('--messages <number>', 'messages of the feed: 100000, or 100k, 1M, 10M', readSize, 100_000)
    .option('--runs <number>', 'runs of each variant', readCount, DEFAULT_RUNS)
    .addOption(new Option('--only <variant...>', 'only these variants').choices(VARIANT_NAMES))
    .option('--json', 'one JSON document on standard output, progress on standard error', false)
    .option('--save <file>', 'also write the JSON document into this file')
    .action(
      (options: { messages: number; runs: number; only?: VariantName[]; json: boolean; save?: string }) =>
        runIngest({
          messages: options.messages,
          runs: options.runs,
          variants: options.only ?? VARIANT_NAMES,
          json: options.json,
          ...(options.save === undefined ? {} : { save: options.save }),
        }),
    )
}

const UNITS: Readonly<Record<string, number>> = { k: 1_000, M: 1_000_000 }

function readSize(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+)([kM]?)$/.exec(text) ?? []
  const size = Number(digits) * (UNITS[unit] ?? 1)
  if (digits === '' || size < FEWEST_MESSAGES) {
    throw new InvalidArgumentError(
      `Give a number of at least ${FEWEST_MESSAGES}, such as 100000, 100k or 1M.`,
    )
  }
  return size
}
