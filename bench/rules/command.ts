import { Command } from 'commander'
import { readCount } from '../counts.ts'
import { runRules } from './run.ts'

const DEFAULT_RUNS = 5
const DEFAULT_ASSETS = 100_000
const DEFAULT_EVENTS = 500_000

export function rulesCommand(): Command {
  return new Command('rules')
    .description(
      'Judges stored assets by all state rules and stored events by all event rules, against reading the same rows',
    )
    .option(
      '--assets <number>',
      'assets of the largest tenant; a tenth of it is measured too',
      readCount,
      DEFAULT_ASSETS,
    )
    .option('--events <number>', 'events that event rules look at', readCount, DEFAULT_EVENTS)
    .option('--runs <number>', 'runs of each', readCount, DEFAULT_RUNS)
    .option('--json', 'one JSON document on standard output, progress on standard error', false)
    .action(runRules)
}
