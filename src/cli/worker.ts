import type { Command } from 'commander'
import type { Io } from './io.ts'

export function addWorker(program: Command, io: Io): void {
  program
    .command('worker')
    .summary('collect and judge: run workflows and activities')
    .description(
      'Takes work from all task queues until it is asked to stop. Any number of workers may run beside each other.\n' +
        'Settings come from the environment: see src/config.ts.',
    )
    .action(async () => {
      const { runWorker } = await import('./worker-role.ts')
      await runWorker(io)
    })
}
