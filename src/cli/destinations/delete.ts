import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { harmless } from '../render/table.ts'
import { findDestination } from './find.ts'

export function addDeleteDestination(destinations: Command, io: Io): void {
  destinations
    .command('delete <destination>')
    .summary('remove one, with its secret')
    .option('--yes', 'it is meant')
    .action(async (named: string, { yes }: { yes?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id, url } = await findDestination(api, named)
      if (!yes) {
        throw usageError(
          `This removes ${harmless(url)} for good; "casbah destinations disable" keeps it.`,
          'If that is meant, repeat the command with --yes.',
        )
      }
      await api.delete<undefined>(`/api/v1/destinations/${id}`)
      io.err('Removed.')
    })
}
