import type { Command } from 'commander'
import { Option } from 'commander'
import type { z } from 'zod'
import type { DeliverySchema } from '../../api/schemas/delivery.ts'
import { DIGEST_EVENT, WEBHOOK_EVENTS } from '../../model/core/deliveries.ts'
import { clientFromEnv } from '../api-client.ts'
import { minuteOf } from '../destinations/describe.ts'
import type { DestinationView } from '../destinations/find.ts'
import { findDestination } from '../destinations/find.ts'
import type { Io } from '../io.ts'
import { parseLimit } from '../limit.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import { destinationWords, idEnd, STATE_WORDS, stateOfWord, stateWord } from './describe.ts'

export type DeliveryView = z.infer<typeof DeliverySchema>

/** About what fits on a screen. */
const ROWS_SHOWN = 20

interface ListFlags {
  readonly destination?: string
  readonly state?: readonly string[]
  readonly type?: readonly string[]
  readonly limit: number
  readonly json?: boolean
}

export function addListDeliveries(deliveries: Command, io: Io): void {
  deliveries
    .command('list')
    .summary('the newest first')
    .option('--destination <destination>', 'to one: its id, or its host')
    .addOption(
      new Option('--state <states...>', 'what became of them; JSON says failed for retrying').choices(
        STATE_WORDS,
      ),
    )
    .addOption(
      new Option('--type <types...>', 'of what they tell').choices([...WEBHOOK_EVENTS, DIGEST_EVENT]),
    )
    .option('--limit <n>', 'how many at most', parseLimit, ROWS_SHOWN)
    .option('--json', 'as JSON')
    .action((flags: ListFlags) => list(io, flags))
}

async function list(io: Io, { destination, state, type, limit, json }: ListFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const to = destination === undefined ? undefined : (await findDestination(api, destination)).id
  const found: DeliveryView[] = []
  const query = { destination: to, state: state?.map(stateOfWord).join(','), type: type?.join(',') }
  for await (const one of api.list<DeliveryView>('/api/v1/deliveries', query)) {
    found.push(one)
    if (found.length >= limit) break
  }
  if (json) return io.out(jsonText({ data: found }))
  if (found.length === 0) return io.err('Nothing was sent.')
  const { data } = await api.get<{ data: readonly DestinationView[] }>('/api/v1/destinations')
  const places = destinationWords(data)
  const columns = ['Made', 'Event', 'To', 'State', 'Attempts', 'Last', 'Batch', 'Id'].map((title) => ({
    title,
  }))
  const rows = found.map((one) => [
    minuteOf(one.created_at),
    one.event_type,
    places.get(one.destination_id) ?? one.destination_id,
    stateWord(one.state),
    String(one.attempts),
    one.last_error ?? one.last_status?.toString() ?? '',
    one.batch_id === null ? '' : idEnd(one.batch_id),
    one.id,
  ])
  return io.out(renderTable(io, columns, rows))
}
