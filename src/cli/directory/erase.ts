import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { harmless } from '../render/table.ts'

export function addEraseDirectory(directory: Command, io: Io): void {
  directory
    .command('erase')
    .summary('as a whole')
    .description(
      'Erases the whole directory, wherever it came from, and the findings that tell of it. The rules about it are not evaluated then.',
    )
    .requiredOption('--integration <name or id>', 'whose directory')
    .option('--yes', 'it is meant')
    .action(async ({ integration, yes }: { integration: string; yes?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id, display_name } = await findIntegration(api, integration)
      if (!yes) {
        throw usageError(
          `This erases the whole directory of "${harmless(display_name)}"; it cannot be undone.`,
          'If that is meant, repeat the command with --yes.',
        )
      }
      await api.delete<undefined>(`/api/v1/integrations/${id}/directory`)
      io.err(`${harmless(display_name)}: the directory is erased.`)
    })
}
