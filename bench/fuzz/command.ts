import { Command } from 'commander'
import { readCount } from '../counts.ts'
import { runFuzz } from './run.ts'

const DEFAULT_EXAMPLES = 100

export function fuzzCommand(): Command {
  return new Command('fuzz')
    .description(
      'Sends what the OpenAPI document allows and forbids to the running API, by schemathesis (pip install schemathesis), all checks',
    )
    .option('--examples <number>', 'examples for each operation', readCount, DEFAULT_EXAMPLES)
    .option('--seed <number>', 'of the generator', readCount, 1)
    .option('--json', 'one JSON document on standard output, progress on standard error', false)
    .action(runFuzz)
}
