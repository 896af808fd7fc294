import { Command } from 'commander'
import { readCount } from '../counts.ts'
import { runDays } from './run.ts'

/** Their memberships, canvases, recordings, automations and files make 432,000 requests. */
const DEFAULT_USERS = 92_500
/** At this speed the product's own quarter of an hour would be four seconds; what restarts cost does not shrink with the clock. */
const DEFAULT_INTERVAL_SECONDS = 30

export function daysCommand(): Command {
  return new Command('days')
    .description(
      'A collection of three days, sped up: 432,000 requests at a hundred a minute, through restarts of worker, Temporal and Postgres',
    )
    .option('--users <number>', 'users of the tenant: 4.67 requests each', readCount, DEFAULT_USERS)
    .option('--interval <seconds>', 'between incrementals', readCount, DEFAULT_INTERVAL_SECONDS)
    .option('--seed <number>', 'which order the restarts come in', readCount, 1)
    .option('--json', 'one JSON document on standard output, progress on standard error', false)
    .action(runDays)
}
