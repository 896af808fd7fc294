import type { Command } from 'commander'
import type { z } from 'zod'
import type { DeliveryDetailSchema } from '../../api/schemas/delivery.ts'
import { DESTINATION_KIND_LABEL } from '../../model/core/destinations.ts'
import { clientFromEnv } from '../api-client.ts'
import type { DestinationView } from '../destinations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless, renderTable } from '../render/table.ts'
import { deliveryId } from './delivery-id.ts'
import { stateWord } from './describe.ts'

type Detail = z.infer<typeof DeliveryDetailSchema>

export function addShowDelivery(deliveries: Command, io: Io): void {
  deliveries
    .command('show <delivery>')
    .summary('one, with what it says and each attempt')
    .option('--json', 'as JSON')
    .action((id: string, { json }: { json?: boolean }) => show(io, deliveryId(id), json === true))
}

async function show(io: Io, id: string, json: boolean): Promise<void> {
  const api = clientFromEnv(io.env)
  const one = await api.get<Detail>(`/api/v1/deliveries/${id}`)
  if (json) return io.out(jsonText(one))
  const to = await api.get<DestinationView>(`/api/v1/destinations/${one.destination_id}`)
  for (const line of linesOf(one, to)) io.out(harmless(line))
  // Its marks are escaped already, and its lines are to stay lines.
  io.out(jsonText(one.payload))
  if (one.attempt_log.length === 0) return io.err('There was no attempt yet.')
  const columns = ['No', 'At', 'Answer', 'After'].map((title) => ({ title }))
  const rows = one.attempt_log.map(({ no, at, status, error, latency_ms }) => [
    String(no),
    at,
    status?.toString() ?? error ?? '',
    `${latency_ms} ms`,
  ])
  return io.out(renderTable(io, columns, rows))
}

function linesOf(one: Detail, { kind, url }: DestinationView): string[] {
  return [
    `${one.event_type}: ${stateWord(one.state)}${sentAgain(one.replays)}`,
    `to:     ${DESTINATION_KIND_LABEL[kind]} ${url}  ${one.destination_id}`,
    ...(one.batch_id === null ? [] : [`batch:  ${one.batch_id}`]),
    ...(one.next_attempt_at === null ? [] : [`next:   ${one.next_attempt_at}`]),
  ]
}

function sentAgain(replays: number): string {
  if (replays === 0) return ''
  return replays === 1 ? ', sent again once' : `, sent again ${replays} times`
}
