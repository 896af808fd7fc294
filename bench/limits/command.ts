import { Command } from 'commander'
import { readCount } from '../counts.ts'
import { runLimits } from './run.ts'

const DEFAULT_RUNS = 5
/** Each is one request of four routes: three minutes at a hundred a minute. */
const DEFAULT_USERS = 300

export function limitsCommand(): Command {
  return new Command('limits')
    .description(
      'Collects under the documented limits with one worker and with two: how much of the limit is used, and whether it is kept',
    )
    .option(
      '--users <number>',
      'users of the tenant; the minutes a run takes are a hundredth of it',
      readCount,
      DEFAULT_USERS,
    )
    .option('--runs <number>', 'runs of each', readCount, DEFAULT_RUNS)
    .option('--json', 'one JSON document on standard output, progress on standard error', false)
    .action(runLimits)
}
