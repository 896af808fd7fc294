import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import type { DestinationView } from './find.ts'
import { findDestination } from './find.ts'

const WORDS = {
  enable: {
    summary: 'tell it again, from now on',
    description:
      'What happened meanwhile is not told by itself; what had failed before is sent again by "replay-failed".',
    done: 'It is told again.',
  },
  disable: {
    summary: 'tell it nothing any more',
    description: 'What is on its way is given up. It stays in the list, with its secret.',
    done: 'It is told nothing any more.',
  },
} as const

export function addSwitchDestination(destinations: Command, io: Io, way: keyof typeof WORDS): void {
  const { summary, description, done } = WORDS[way]
  destinations
    .command(`${way} <destination>`)
    .summary(summary)
    .description(description)
    .option('--json', 'as JSON')
    .action(async (named: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findDestination(api, named)
      const body = { disabled: way === 'disable' }
      const changed = await api.patch<DestinationView>(`/api/v1/destinations/${id}`, body)
      if (json) io.out(jsonText(changed))
      else io.err(`${harmless(changed.url)}: ${done}`)
    })
}
