import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import type { PreviewView } from './describe.ts'
import { sayPreview } from './describe.ts'
import { routesOf } from './file.ts'

export function addPreviewRoutes(routes: Command, io: Io): void {
  routes
    .command('preview <integration>')
    .summary('what a list would assign of the open findings that are nobody’s; saves nothing')
    .requiredOption('--file <path>', 'YAML or JSON with the routes, in their order')
    .option('--json', 'as JSON')
    .action(async (name: string, { file, json }: { file: string; json?: boolean }) => {
      const body = { routes: await routesOf(file) }
      const api = clientFromEnv(io.env)
      const { id } = await findIntegration(api, name)
      const path = `/api/v1/integrations/${id}/assignment-routes/preview`
      const preview = await api.post<PreviewView>(path, body)
      return json ? io.out(jsonText(preview)) : sayPreview(io, preview)
    })
}
