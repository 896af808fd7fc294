import type { Command } from 'commander'
import type { Io } from './io.ts'

export function addDoctor(program: Command, io: Io): void {
  program
    .command('doctor')
    .summary('say what is wrong with a set-up, and what to do next')
    .description(
      'Checks everything that Casbah stands on, changes nothing, and says for each broken thing what to do next. Looks\n' +
        'at what the environment names (DATABASE_URL, TEMPORAL_ADDRESS, CASBAH_URL …), or at what "casbah up" runs here.',
    )
    .option('--data <dir>', 'folder of "casbah up" (default: .casbah, or CASBAH_DATA)')
    .option('--port <n>', 'port that the API is to have (default: 8787)')
    .option('--json', 'as JSON')
    .action(async (flags: DoctorFlags) => {
      const { runDoctor } = await import('./doctor/run-doctor.ts')
      await runDoctor(io, flags)
    })
}

export interface DoctorFlags {
  readonly data?: string
  readonly port?: string
  readonly json?: boolean
}
