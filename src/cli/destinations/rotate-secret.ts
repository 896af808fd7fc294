import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import type { CreatedView } from './add.ts'
import { minuteOf } from './describe.ts'
import { findDestination } from './find.ts'

export function addRotateSecret(destinations: Command, io: Io): void {
  destinations
    .command('rotate-secret <webhook>')
    .summary('give it a new secret; it is printed this once')
    .description(
      'For a while both secrets sign, so that the receiver can be told the new one in peace. --overlap-hours 0 ends the old\n' +
        'one at once, for one that was leaked.',
    )
    .option('--overlap-hours <hours>', 'how long both sign, at most 168; default 24', parseHours)
    .option('--json', 'as JSON')
    .action(async (named: string, { overlapHours, json }: { overlapHours?: number; json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findDestination(api, named)
      const rotated = await api.post<CreatedView>(`/api/v1/destinations/${id}/rotate-secret`, {
        ...(overlapHours !== undefined && { overlap_hours: overlapHours }),
      })
      if (json) return io.out(jsonText(rotated))
      const until = rotated.previous_secret_until
      const before = until === null ? 'has ended' : `signs, too, until ${minuteOf(until)}`
      io.err(`${harmless(rotated.url)}: the secret before ${before}. The new one is not shown again:`)
      return io.out(rotated.secret ?? '')
    })
}

function parseHours(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of hours.')
  return Number(text)
}
