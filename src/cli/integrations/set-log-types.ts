import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import type { IntegrationDetail } from '../run-view.ts'
import { findIntegration } from './find.ts'

export function addSetLogTypes(integrations: Command, io: Io): void {
  integrations
    .command('set-log-types <integration> [types...]')
    .description(
      'Names all types of log file that OpenAI has added and this version does not describe; without a type, none.\n' +
        'Of their records it is kept who did something and when, and nothing of what; the next collection reads them.',
    )
    .action((name: string, types: readonly string[]) => setLogTypes(io, name, types))
}

async function setLogTypes(io: Io, name: string, types: readonly string[]): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id } = await findIntegration(api, name)
  const changed = await api.patch<IntegrationDetail>(`/api/v1/integrations/${id}`, { other_log_types: types })
  const named = changed.other_log_types.join(', ')
  io.err(`${changed.display_name}: ${named === '' ? 'no other types of log file' : `also ${named}`}.`)
}
