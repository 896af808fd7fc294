import type { Command } from 'commander'
import type { z } from 'zod'
import type { TicketSchema } from '../../api/schemas/ticket.ts'
import type { DestinationKind } from '../../model/core/destinations.ts'
import { DESTINATION_KIND_LABEL } from '../../model/core/destinations.ts'
import { KIND_SPECS } from '../../model/schema/destination-kinds.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { parseLimit } from '../limit.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import { minuteOf } from './describe.ts'
import { findDestination } from './find.ts'

type TicketView = z.infer<typeof TicketSchema>

/** About what fits on a screen. */
const ROWS_SHOWN = 20

interface TicketFlags {
  readonly limit: number
  readonly json?: boolean
}

export function addListTickets(destinations: Command, io: Io): void {
  destinations
    .command('tickets <destination>')
    .summary('its tickets of Jira or ServiceNow, the newest first')
    .option('--limit <n>', 'how many at most', parseLimit, ROWS_SHOWN)
    .option('--json', 'as JSON')
    .action((named: string, flags: TicketFlags) => list(io, named, flags))
}

async function list(io: Io, named: string, { limit, json }: TicketFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id, kind } = await findDestination(api, named)
  const found: TicketView[] = []
  for await (const one of api.list<TicketView>(`/api/v1/destinations/${id}/tickets`)) {
    found.push(one)
    if (found.length >= limit) break
  }
  if (json) return io.out(jsonText({ data: found }))
  if (found.length === 0) return io.err(noneOf(kind))
  const columns = ['Ticket', 'State', 'Of', 'Open', 'Severity', 'Changed', 'URL'].map((title) => ({ title }))
  const rows = found.map((one) => [
    one.key ?? '',
    one.state,
    one.rule_id ?? one.finding_id ?? '',
    String(one.open),
    one.severity ?? '',
    minuteOf(one.changed_at),
    one.url ?? '',
  ])
  return io.out(renderTable(io, columns, rows))
}

/** A kind that keeps tickets says for what it keeps one. */
const noneOf = (kind: DestinationKind): string =>
  'per' in KIND_SPECS[kind].settings.shape
    ? 'There are none.'
    : `${DESTINATION_KIND_LABEL[kind]} keeps no tickets; destinations of Jira and ServiceNow do.`
