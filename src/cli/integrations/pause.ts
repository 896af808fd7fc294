import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { findIntegration } from './find.ts'

export function addPause(integrations: Command, io: Io): void {
  integrations
    .command('pause <integration>')
    .description('Pauses its Schedules; open runs go on to their end.')
    .option('--note <text>', 'why; shown beside the paused Schedules')
    .action(async (name: string, { note }: { note?: string }) => {
      const api = clientFromEnv(io.env)
      const { id, display_name } = await findIntegration(api, name)
      const { phase_label } = await api.post<{ phase_label: string }>(`/api/v1/integrations/${id}/pause`, {
        ...(note === undefined ? {} : { note }),
      })
      io.err(`${display_name}: ${phase_label}`)
    })
}
