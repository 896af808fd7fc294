import type { Command } from 'commander'
import { addListDeliveries } from './deliveries/list.ts'
import { addReplayDelivery } from './deliveries/replay.ts'
import { addShowDelivery } from './deliveries/show.ts'
import type { Io } from './io.ts'

export function addDeliveries(program: Command, io: Io): void {
  const deliveries = program
    .command('deliveries')
    .summary('what destinations were sent, and what came of it')
    .description(
      'Each is one event on its way to one destination. Of a webhook its id is the webhook-id that the receiver sees; other kinds are told\n' +
        'in batches. "retrying": the last attempt failed and another follows; "abandoned": no other will.',
    )
  for (const add of [addListDeliveries, addShowDelivery, addReplayDelivery]) add(deliveries, io)
}
