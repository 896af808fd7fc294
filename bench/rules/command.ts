import { Command } from 'commander'
import { readCount } from '../counts.ts'
import { runRules } from './run.ts'

const DEFAULT_RUNS = 5
const DEFAULT_ASSETS = 100_000
const DEFAULT_SMALL = 10_000
const DEFAULT_EVENTS = 500_000

export function rulesCommand(): Command {
  return new Command('rules')
    .description(
      'Judges stored assets by all state rules and stored events by all event rules, against reading the same rows',
    )
    .option('--assets <number>', 'assets of the largest tenant', readCount, DEFAULT_ASSETS)
    .option(
      '--small <number>',
      'assets of each of five smaller tenants, against which it is measured',
      readCount,
      DEFAULT_SMALL,
    )
    .option('--events <number>', 'events that event rules look at', readCount, DEFAULT_EVENTS)
    .option('--runs <number>', 'runs of each', readCount, DEFAULT_RUNS)
    .option('--json', 'one JSON document on standard output, progress on standard error', false)
    .action(runRules)
}
