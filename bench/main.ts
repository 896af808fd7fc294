import { Command } from 'commander'
import { apiCommand } from './api/command.ts'
import { backtestCommand } from './backtest/command.ts'
import { chaosCommand } from './chaos/command.ts'
import { daysCommand } from './days/command.ts'
import { fuzzCommand } from './fuzz/command.ts'
import { ingestCommand } from './ingest/command.ts'
import { limitsCommand } from './limits/command.ts'
import { rulesCommand } from './rules/command.ts'

/**
 * `npm run bench -- NAME`: what the product costs, against something measured in the same run. Absolute figures of a
 * shared machine mean little; ratios hold.
 */
const program = new Command('bench').description('Measures Casbah against plain versions of the same work.')
program
  .addCommand(ingestCommand())
  .addCommand(chaosCommand())
  .addCommand(limitsCommand())
  .addCommand(daysCommand())
  .addCommand(rulesCommand())
  .addCommand(backtestCommand())
  .addCommand(apiCommand())
  .addCommand(fuzzCommand())
await program.parseAsync()
