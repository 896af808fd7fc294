import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { actorText } from '../render/actor.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import type { TokenView } from '../tokens/describe.ts'
import { describeScopes, describeStanding as describeToken } from '../tokens/describe.ts'
import { describeStanding } from './describe.ts'
import { findServiceAccount } from './find.ts'

export function addShowServiceAccount(accounts: Command, io: Io): void {
  accounts
    .command('show <account>')
    .summary('one of them, with its tokens')
    .option('--json', 'as JSON')
    .action(async (named: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const account = await findServiceAccount(api, named)
      const { data } = await api.get<{ data: readonly TokenView[] }>('/api/v1/tokens')
      const tokens = data.filter((token) => token.service_account_id === account.id)
      if (json) return io.out(jsonText({ ...account, tokens }))
      const by = account.disabled_by === null ? '' : ` by ${actorText(account.disabled_by)}`
      io.out(harmless(`${account.name}, ${describeStanding(account)}${by}`))
      if (account.description !== '') io.out(harmless(`for: ${account.description}`))
      io.out(harmless(`may at most: ${describeScopes(account)}`))
      const now = new Date()
      for (const token of tokens)
        io.out(harmless(`token: ${token.name} (${token.prefix}), ${describeToken(token, now)}`))
      return io.out(`id: ${account.id}`)
    })
}
