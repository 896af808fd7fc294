import type { Command } from 'commander'
import { DESTINATION_KIND_LABEL } from '../../model/core/destinations.ts'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import type { Integration } from '../run-view.ts'
import { describeFilter, describeStanding } from './describe.ts'
import type { DestinationView } from './find.ts'

export function addListDestinations(destinations: Command, io: Io): void {
  destinations
    .command('list')
    .summary('all destinations, and how each stands')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { data } = await api.get<{ data: readonly DestinationView[] }>('/api/v1/destinations')
      if (json) return io.out(jsonText(data))
      if (data.length === 0) return io.err('There are none. Add one: casbah destinations add https://…')
      const names = await integrationNames(api)
      const columns = ['Destination', 'Kind', 'Of', 'Events', 'Findings', 'State', 'Id'].map((title) => ({
        title,
      }))
      const now = new Date()
      const rows = data.map((one) => [
        one.url,
        DESTINATION_KIND_LABEL[one.kind],
        one.integration_id === null ? 'all' : (names.get(one.integration_id) ?? one.integration_id),
        String(one.event_types.length),
        describeFilter(one),
        describeStanding(one, now),
        one.id,
      ])
      return io.out(renderTable(io, columns, rows))
    })
}

async function integrationNames(api: ApiClient): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for await (const { id, display_name } of api.list<Integration>('/api/v1/integrations'))
    names.set(id, display_name)
  return names
}
