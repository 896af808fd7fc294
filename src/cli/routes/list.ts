import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless, renderTable } from '../render/table.ts'
import type { RoutesView } from './describe.ts'
import { describeAssignee, describeMatch } from './describe.ts'

export function addListRoutes(routes: Command, io: Io): void {
  routes
    .command('list <integration>')
    .summary('the routes of an integration, in their order')
    .option('--json', 'as JSON, which "routes set --file" takes')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findIntegration(api, name)
      const found = await api.get<RoutesView>(`/api/v1/integrations/${id}/assignment-routes`)
      if (json) return io.out(jsonText(found))
      const list = found.routes ?? []
      if (list.length === 0) {
        io.err(`There are no routes. Write some: casbah routes set "${harmless(name)}" --file routes.yaml`)
        return
      }
      const columns = ['No', 'Route', 'Takes', 'Goes to'].map((title) => ({ title }))
      const rows = list.map((route, at) => [
        String(at + 1),
        harmless(route.name),
        harmless(describeMatch(route)),
        harmless(describeAssignee(route)),
      ])
      return io.out(renderTable(io, columns, rows))
    })
}
