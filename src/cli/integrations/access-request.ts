import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { findIntegration } from './find.ts'

interface AccessRequest {
  readonly text: string
  readonly missing: readonly string[]
}

export function addAccessRequest(integrations: Command, io: Io): void {
  integrations
    .command('access-request <integration>')
    .description('Prints the request that makes OpenAI grant the compliance key access; to be sent by you.')
    .option('--json', 'as JSON')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findIntegration(api, name)
      const request = await api.get<AccessRequest>(`/api/v1/integrations/${id}/access-request`)
      io.out(json ? jsonText(request) : request.text)
      if (!json && request.missing.length > 0) {
        io.err(
          `Fill in what stands in angle brackets (${request.missing.join(', ')}), and send it to support@openai.com.`,
        )
      }
    })
}
