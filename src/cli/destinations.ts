import type { Command } from 'commander'
import { addAddDestination } from './destinations/add.ts'
import { addDeleteDestination } from './destinations/delete.ts'
import { addListDestinations } from './destinations/list.ts'
import { addReplayFailed } from './destinations/replay-failed.ts'
import { addRotateSecret } from './destinations/rotate-secret.ts'
import { addShowDestination } from './destinations/show.ts'
import { addSwitchDestination } from './destinations/switch.ts'
import { addTestDestination } from './destinations/test.ts'
import { addListTickets } from './destinations/tickets.ts'
import type { Io } from './io.ts'

export function addDestinations(program: Command, io: Io): void {
  const destinations = program
    .command('destinations')
    .summary('webhooks, chat, SIEM, tickets: who is told what happens')
    .description(
      'A destination is told what happens to findings, integrations and runs: a webhook each event by itself, signed as Standard\n' +
        'Webhooks says; the others in batches, Jira and ServiceNow by tickets. It is named by its id, or by the host of its URL where one\n' +
        'alone has it.',
    )
  addListDestinations(destinations, io)
  addShowDestination(destinations, io)
  addAddDestination(destinations, io)
  addTestDestination(destinations, io)
  addRotateSecret(destinations, io)
  addSwitchDestination(destinations, io, 'enable')
  addSwitchDestination(destinations, io, 'disable')
  addListTickets(destinations, io)
  addReplayFailed(destinations, io)
  addDeleteDestination(destinations, io)
}
