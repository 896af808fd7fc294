import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import type { ReplayedFailedSchema } from '../../api/schemas/delivery.ts'
import { MOST_REPLAYED } from '../../model/core/deliveries.ts'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { findDestination } from './find.ts'

type Replayed = z.infer<typeof ReplayedFailedSchema>

export function addReplayFailed(destinations: Command, io: Io): void {
  destinations
    .command('replay-failed <destination>')
    .summary('send again what was given up since a time')
    .description(
      'Oldest first, a thousand at most. What is on its way is left alone: "pending" waits for its first attempt, "retrying" for its next.',
    )
    .requiredOption(
      '--since <time>',
      'required: of what was made since then, 2026-11-30 or 2026-11-30T08:00:00Z',
      parseTime,
    )
    .option('--json', 'as JSON')
    .action(async (named: string, { since, json }: { since: string; json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findDestination(api, named)
      const path = `/api/v1/destinations/${id}/replay-failed`
      const { replayed, left } = await api.post<Replayed>(path, { since })
      if (json) return io.out(jsonText({ replayed, left }))
      const more = left === 0 ? '' : ` Left: ${left}; repeat the command.`
      io.err(`${replayed === 1 ? '1 is on its' : `${replayed} are on their`} way again.${more}`)
      const retrying = await retryingWords(api, id, since)
      if (retrying !== undefined) io.err(retrying)
    })
}

/** Those that are coming anyway, in words; undefined where there are none. */
async function retryingWords(
  api: ApiClient,
  destination: string,
  since: string,
): Promise<string | undefined> {
  let count = 0
  for await (const _ of api.list('/api/v1/deliveries', { destination, since, state: 'failed' })) {
    count += 1
    if (count === MOST_REPLAYED) break
  }
  if (count === 0) return undefined
  const many =
    count === MOST_REPLAYED ? `${count} or more are` : count === 1 ? '1 more is' : `${count} more are`
  return `${many} not given up: each waits for its next attempt, which comes by itself. "casbah deliveries list --state retrying" shows them.`
}

/** A day begins at midnight UTC. */
function parseTime(text: string): string {
  const isTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
  if (!isTime || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It must be a day or a time with its zone, as 2026-11-30T08:00:00Z.')
  return new Date(text).toISOString()
}
