import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { actorText } from '../render/actor.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import type { TokenView } from './describe.ts'
import { describeScopes, describeStanding } from './describe.ts'

const MINUTES_END = 16

export function addListTokens(tokens: Command, io: Io): void {
  tokens
    .command('list')
    .summary('all tokens, newest first')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { data } = await api.get<{ data: readonly TokenView[] }>('/api/v1/tokens')
      if (json) return io.out(jsonText(data))
      const columns = ['Token', 'Name', 'May', 'Sees', 'Used', 'Valid', 'Made by', 'Id'].map((title) => ({
        title,
      }))
      const now = new Date()
      const rows = data.map((token) => [
        token.prefix,
        token.name,
        describeScopes(token),
        token.integration_ids === null ? 'all' : `${token.integration_ids.length} integrations`,
        token.last_used_at === null ? 'never' : token.last_used_at.slice(0, MINUTES_END).replace('T', ' '),
        describeStanding(token, now),
        actorText(token.created_by),
        token.id,
      ])
      return io.out(renderTable(io, columns, rows))
    })
}
