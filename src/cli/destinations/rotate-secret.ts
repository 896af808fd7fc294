import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import type { CreatedView } from './add.ts'
import { minuteOf } from './describe.ts'
import { findDestination } from './find.ts'
import { fileOf } from './given-target.ts'

interface RotateFlags {
  readonly overlapHours?: number
  readonly urlFile?: string
  readonly tokenFile?: string
  readonly json?: boolean
}

export function addRotateSecret(destinations: Command, io: Io): void {
  destinations
    .command('rotate-secret <destination>')
    .summary('give it a new secret; that of a webhook is printed this once')
    .description(
      'Of a webhook both secrets sign for a while, so that the receiver can be told the new one in peace. --overlap-hours 0 ends the old\n' +
        'one at once, for one that was leaked. Other kinds have their secrets from outside: a file holds the new one.',
    )
    .option('--overlap-hours <hours>', 'how long both sign, at most 168; default 24', parseHours)
    .option(
      '--url-file <file>',
      'the new URL, with the same scheme, host and port (slack, teams, splunk-hec, s3)',
    )
    .option('--token-file <file>', 'the new token (splunk-hec, s3, email)')
    .option('--json', 'as JSON')
    .action(async (named: string, { overlapHours, urlFile, tokenFile, json }: RotateFlags) => {
      const [url, token] = [fileOf(urlFile, '--url-file'), fileOf(tokenFile, '--token-file')]
      const api = clientFromEnv(io.env)
      const { id } = await findDestination(api, named)
      const rotated = await api.post<CreatedView>(`/api/v1/destinations/${id}/rotate-secret`, {
        ...(overlapHours !== undefined && { overlap_hours: overlapHours }),
        ...(url !== undefined && { url }),
        ...(token !== undefined && { token }),
      })
      if (json) return io.out(jsonText(rotated))
      if (rotated.secret === null) return io.err(`${harmless(rotated.url)}: the new one holds from now on.`)
      const until = rotated.previous_secret_until
      const before = until === null ? 'has ended' : `signs, too, until ${minuteOf(until)}`
      io.err(`${harmless(rotated.url)}: the secret before ${before}. The new one is not shown again:`)
      return io.out(rotated.secret)
    })
}

function parseHours(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of hours.')
  return Number(text)
}
