import type { Command } from 'commander'
import { addListDeliveries } from './deliveries/list.ts'
import { addReplayDelivery } from './deliveries/replay.ts'
import { addShowDelivery } from './deliveries/show.ts'
import type { Io } from './io.ts'

export function addDeliveries(program: Command, io: Io): void {
  const deliveries = program
    .command('deliveries')
    .summary('what was sent to webhooks, and what came of it')
    .description(
      'Each is one event on its way to one webhook; its id is the webhook-id that the receiver sees.',
    )
  for (const add of [addListDeliveries, addShowDelivery, addReplayDelivery]) add(deliveries, io)
}
