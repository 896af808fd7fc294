import type { Command } from 'commander'
import type { Io } from './io.ts'

export function addMigrate(program: Command, io: Io): void {
  program
    .command('migrate')
    .summary('bring the database and Temporal to what this version needs')
    .description(
      'Brings the database at DATABASE_URL to the newest schema, checks the master key, and registers the search\n' +
        'attributes at TEMPORAL_ADDRESS. Running it again changes nothing.',
    )
    .option('--database-only', 'leave Temporal alone')
    .action(async (flags: { databaseOnly?: boolean }) => {
      const { runMigrate } = await import('./migrate-run.ts')
      await runMigrate(io, { temporal: flags.databaseOnly !== true })
    })
}
