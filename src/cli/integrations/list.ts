import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import type { Integration } from '../run-view.ts'

export function addList(integrations: Command, io: Io): void {
  integrations
    .command('list')
    .description('All integrations.')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const all: Integration[] = []
      for await (const one of api.list<Integration>('/api/v1/integrations')) all.push(one)
      if (json) return io.out(jsonText(all))
      if (all.length === 0) return io.err('No integration has been added yet: casbah integrations add --help')
      const columns = ['Name', 'Phase', 'Organization', 'Workspace', 'Mode', 'Id'].map((title) => ({ title }))
      const rows = all.map((one) => [
        one.display_name,
        one.phase_label,
        one.organization_id ?? '–',
        one.workspace_id ?? '–',
        one.collection_mode,
        one.id,
      ])
      return io.out(renderTable(io, columns, rows))
    })
}
