import type { Command } from 'commander'
import type { Io } from './io.ts'

export function addApi(program: Command, io: Io): void {
  program
    .command('api')
    .summary('serve the API')
    .description(
      'Serves the API until it is asked to stop. Settings come from the environment: see src/config.ts.',
    )
    .action(async () => {
      const { serveApi } = await import('./api-role.ts')
      await serveApi(io)
    })
}
