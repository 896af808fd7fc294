import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { findIntegration } from './find.ts'

export function addDelete(integrations: Command, io: Io): void {
  integrations
    .command('delete <integration>')
    .description('Disconnects it: stops its runs and Schedules, and shreds its keys and everything sealed.')
    .option('--yes', 'it is meant')
    .action(async (name: string, { yes }: { yes?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id, display_name } = await findIntegration(api, name)
      if (!yes) {
        throw usageError(
          `This disconnects "${display_name}" and shreds what is sealed for it; it cannot be undone.`,
          'If that is meant, repeat the command with --yes.',
        )
      }
      const { phase_label } = await api.delete<{ phase_label: string }>(`/api/v1/integrations/${id}`)
      io.err(`${display_name}: ${phase_label}`)
    })
}
