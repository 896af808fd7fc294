import { Command } from 'commander'
import { readCount } from '../counts.ts'
import { runBacktest } from './run.ts'

const DEFAULT_RUNS = 5
const DEFAULT_ASSETS = 100_000

export function backtestCommand(): Command {
  return new Command('backtest')
    .description('What saving a custom rule would do over stored assets, against reading the same rows')
    .option('--assets <number>', 'stored assets of the kind that the rule judges', readCount, DEFAULT_ASSETS)
    .option('--runs <number>', 'runs', readCount, DEFAULT_RUNS)
    .option('--json', 'one JSON document on standard output, progress on standard error', false)
    .action(runBacktest)
}
