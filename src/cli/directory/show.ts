import type { Command } from 'commander'
import type { z } from 'zod'
import type { DirectorySchema } from '../../api/schemas/directory.ts'
import type { DirectorySource } from '../../model/core/directory.ts'
import { clientFromEnv } from '../api-client.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'

type Directory = z.infer<typeof DirectorySchema>

const SOURCE_LABEL: Record<DirectorySource, string> = { csv: 'CSV file', scim: 'SCIM' }

export function addShowDirectory(directory: Command, io: Io): void {
  directory
    .command('show')
    .summary('how many are in it, where from, since when')
    .requiredOption('--integration <name or id>', 'whose directory')
    .option('--json', 'as JSON')
    .action(async ({ integration, json }: { integration: string; json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findIntegration(api, integration)
      const found = await api.get<Directory>(`/api/v1/integrations/${id}/directory`)
      if (json) return io.out(jsonText(found))
      if (!found.loaded) {
        io.err(
          `There is no directory. Import one: casbah directory import FILE.csv --integration "${integration}"\n` +
            `or let your identity provider write it, by SCIM: ${api.url}/scim/v2/${id}`,
        )
        return
      }
      const columns = ['From', 'Work here', 'Have left', 'Since', 'Last change'].map((title) => ({ title }))
      const rows = found.sources.map((one) => [
        SOURCE_LABEL[one.source],
        String(one.active),
        String(one.left),
        one.since,
        one.updated_at,
      ])
      return io.out(renderTable(io, columns, rows))
    })
}
