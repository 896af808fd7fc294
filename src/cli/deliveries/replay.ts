import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { deliveryId } from './delivery-id.ts'
import type { DeliveryView } from './list.ts'

export function addReplayDelivery(deliveries: Command, io: Io): void {
  deliveries
    .command('replay <delivery>')
    .summary('send one again that was delivered or given up')
    .description('With the same webhook-id: it is the same event, and who took it before can tell.')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const path = `/api/v1/deliveries/${deliveryId(id)}/replay`
      const again = await clientFromEnv(io.env).post<DeliveryView>(path)
      if (json) io.out(jsonText(again))
      else io.err('It goes out again within seconds.')
    })
}
