import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { DestinationKind } from '../../model/core/destinations.ts'
import { DESTINATION_KIND_LABEL, DESTINATION_KINDS } from '../../model/core/destinations.ts'
import { KIND_SPECS } from '../../model/schema/destination-kinds.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import type { CreatedView } from './add.ts'
import { minuteOf } from './describe.ts'
import { findDestination } from './find.ts'
import { flagOf } from './flag-of.ts'
import { fileOf, kindWord } from './given-target.ts'
import { refuseSecretOf, SECRET_FILE, withSecretFile } from './secret-to-file.ts'

interface RotateFlags {
  readonly overlapHours?: number
  readonly urlFile?: string
  readonly tokenFile?: string
  readonly secretFile?: string
  readonly json?: boolean
}

/** As they are typed. */
const WITH_TOKEN = DESTINATION_KINDS.filter((kind) => KIND_SPECS[kind].token !== null).map(kindWord)

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
    .option('--token-file <file>', `the new token (${WITH_TOKEN.join(', ')})`)
    .option(SECRET_FILE, 'of a webhook: a new file for its new secret, which only you can read')
    .option('--json', 'as JSON')
    .action((named: string, flags: RotateFlags) => rotate(io, named, flags))
}

async function rotate(io: Io, named: string, flags: RotateFlags): Promise<void> {
  const { overlapHours, urlFile, tokenFile, secretFile, json } = flags
  const [url, token] = [fileOf(urlFile, '--url-file'), fileOf(tokenFile, '--token-file')]
  const api = clientFromEnv(io.env, { nameOf: flagOf })
  const rotated = await withSecretFile(secretFile, async () => {
    const { id, kind } = await findDestination(api, named)
    if (secretFile !== undefined) refuseSecretOf(kind)
    if (overlapHours !== undefined) refuseOverlapOf(kind)
    return api.post<CreatedView>(`/api/v1/destinations/${id}/rotate-secret`, {
      ...(overlapHours !== undefined && { overlap_hours: overlapHours }),
      ...(url !== undefined && { url }),
      ...(token !== undefined && { token }),
    })
  })
  if (json) return io.out(jsonText(rotated))
  const shown = harmless(rotated.url)
  if (rotated.secret === null && secretFile === undefined)
    return io.err(`${shown}: the new one holds from now on.`)
  const until = rotated.previous_secret_until
  const before = until === null ? 'has ended' : `signs, too, until ${minuteOf(until)}`
  const where = secretFile === undefined ? 'is not shown again:' : `is in ${harmless(secretFile)}.`
  io.err(`${shown}: the secret before ${before}. The new one ${where}`)
  if (rotated.secret !== null) io.out(rotated.secret)
}

/** Its old secret is whoever's gave it: how long that holds is not ours to say. */
function refuseOverlapOf(kind: DestinationKind): void {
  if (kind === 'webhook') return
  throw usageError(
    `${DESTINATION_KIND_LABEL[kind]} is given one secret, which holds at once: --overlap-hours is of webhooks.`,
    'Leave it out, and end the old one where it came from.',
  )
}

function parseHours(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of hours.')
  return Number(text)
}
