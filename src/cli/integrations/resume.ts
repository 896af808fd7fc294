import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { findIntegration } from './find.ts'

export function addResume(integrations: Command, io: Io): void {
  integrations
    .command('resume <integration>')
    .description('Resumes after a pause.')
    .action(async (name: string) => {
      const api = clientFromEnv(io.env)
      const { id, display_name } = await findIntegration(api, name)
      const { phase_label } = await api.post<{ phase_label: string }>(`/api/v1/integrations/${id}/resume`)
      io.err(`${display_name}: ${phase_label}`)
    })
}
