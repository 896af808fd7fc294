import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import type { IntegrationDetail } from '../run-view.ts'
import { describeIntegration } from './describe.ts'
import { findIntegration } from './find.ts'

export function addGet(integrations: Command, io: Io): void {
  integrations
    .command('get <integration>')
    .alias('show')
    .description('One integration: phase, credentials by their last four characters, what each may do.')
    .option('--json', 'as JSON')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findIntegration(api, name)
      const detail = await api.get<IntegrationDetail>(`/api/v1/integrations/${id}`)
      io.out(json ? jsonText(detail) : describeIntegration(detail, io.paint).join('\n'))
    })
}
