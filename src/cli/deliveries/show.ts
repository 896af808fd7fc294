import type { Command } from 'commander'
import type { z } from 'zod'
import type { DeliveryDetailSchema } from '../../api/schemas/delivery.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless, renderTable } from '../render/table.ts'
import { deliveryId } from './delivery-id.ts'

type Detail = z.infer<typeof DeliveryDetailSchema>

export function addShowDelivery(deliveries: Command, io: Io): void {
  deliveries
    .command('show <delivery>')
    .summary('one, with what it says and each attempt')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const one = await clientFromEnv(io.env).get<Detail>(`/api/v1/deliveries/${deliveryId(id)}`)
      if (json) return io.out(jsonText(one))
      const again = one.replays === 0 ? '' : `, sent again ${one.replays} times`
      io.out(harmless(`${one.event_type}: ${one.state}${again}; webhook ${one.destination_id}`))
      io.out(harmless(jsonText(one.payload)))
      if (one.attempt_log.length === 0) return io.err('There was no attempt yet.')
      const columns = ['No', 'At', 'Answer', 'After'].map((title) => ({ title }))
      const rows = one.attempt_log.map(({ no, at, status, error, latency_ms }) => [
        String(no),
        at,
        status?.toString() ?? error ?? '',
        `${latency_ms} ms`,
      ])
      return io.out(renderTable(io, columns, rows))
    })
}
