import type { Command } from 'commander'
import { DESTINATION_KIND_LABEL } from '../../model/core/destinations.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { actorText } from '../render/actor.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { describeFilter, describeSettings, describeStanding, minuteOf } from './describe.ts'
import type { DestinationView } from './find.ts'
import { findDestination } from './find.ts'

export function addShowDestination(destinations: Command, io: Io): void {
  destinations
    .command('show <destination>')
    .summary('one destination: what it hears of, and how it stands')
    .option('--json', 'as JSON')
    .action(async (named: string, { json }: { json?: boolean }) => {
      const one = await findDestination(clientFromEnv(io.env), named)
      if (json) return io.out(jsonText(one))
      for (const line of linesOf(one, new Date())) io.out(harmless(line))
    })
}

function linesOf(one: DestinationView, now: Date): string[] {
  const { previous_secret_until: until } = one
  const rotating = until !== null && Date.parse(until) > now.getTime()
  return [
    `${one.url}  ${one.id}`,
    `kind:      ${DESTINATION_KIND_LABEL[one.kind]}`,
    ...(one.has_token ? ['token:     one is kept, and not shown'] : []),
    `state:     ${describeStanding(one, now)}`,
    `of:        ${one.integration_id ?? 'all integrations'}`,
    `events:    ${one.event_types.join(', ')}`,
    `findings:  ${describeFilter(one)}`,
    ...describeSettings(one),
    ...(one.digest_due_at === null ? [] : [`next:      ${minuteOf(one.digest_due_at)} UTC`]),
    `added:     ${minuteOf(one.created_at)} by ${actorText(one.created_by)}`,
    ...(rotating ? [`secret:    the one before signs, too, until ${minuteOf(until)}`] : []),
  ]
}
