import { Command } from 'commander'
import { readCount } from '../counts.ts'
import { runApi } from './run.ts'

const DEFAULTS = { findings: 1_000_000, assets: 200_000, events: 5_000_000, runs: 5 } as const

export function apiCommand(): Command {
  return new Command('api')
    .description(
      'Lists, filters, groups and details of the API against the bare SQL of each, its requests a second against a minimal handler, and an export against COPY',
    )
    .option('--findings <number>', 'findings of the tenant', readCount, DEFAULTS.findings)
    .option('--assets <number>', 'assets of the tenant', readCount, DEFAULTS.assets)
    .option('--events <number>', 'events of the tenant', readCount, DEFAULTS.events)
    .option('--runs <number>', 'runs of each measurement', readCount, DEFAULTS.runs)
    .option('--json', 'one JSON document on standard output, progress on standard error', false)
    .action(runApi)
}
