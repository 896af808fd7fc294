import type { Command } from 'commander'
import type { z } from 'zod'
import type { TestedSchema } from '../../api/schemas/destination.ts'
import { clientFromEnv } from '../api-client.ts'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { findDestination } from './find.ts'
import { flagOfNew } from './flag-of.ts'
import { givenTarget } from './given-target.ts'

type Tested = z.infer<typeof TestedSchema>

export function addTestDestination(destinations: Command, io: Io): void {
  destinations
    .command('test <destination-or-url>')
    .summary('send a test message, and say what came of it')
    .description(
      'To a destination that is there, disabled or not; or to the URL of a webhook (https://) or a syslog collector (tls://)\n' +
        'that is not saved yet, to see whether it can be reached. Exit code 1 where it was not taken.',
    )
    .option('--json', 'as JSON')
    .action(async (named: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env, { nameOf: flagOfNew })
      const tested = named.includes('://')
        ? await api.post<Tested>('/api/v1/destinations/test', givenTarget(named, undefined, {}))
        : await api.post<Tested>(`/api/v1/destinations/${(await findDestination(api, named)).id}/test`)
      if (json) io.out(jsonText(tested))
      else if (tested.taken) io.err(`Taken: ${tested.status ?? 'handed over'} after ${tested.latency_ms} ms.`)
      if (!tested.taken) throw notTaken(tested)
    })
}

function notTaken({ outcome, status, code, latency_ms: ms }: Tested): CliError {
  const next = 'What a destination may reach, and what it has to answer, is in docs/how-to/destinations.md.'
  switch (outcome) {
    case 'answered':
      return new CliError('The test message was not taken.', {
        why: `The receiver answered ${status} after ${ms} ms; 200 to 299 means taken.`,
        next,
      })
    case 'refused':
      return new CliError('The test message was not sent.', {
        why: `Casbah does not call such an address: ${code}.`,
        next,
      })
    case 'unreachable':
      return new CliError('The test message was not answered.', { why: `${code} after ${ms} ms.`, next })
    default:
      return outcome satisfies never
  }
}
