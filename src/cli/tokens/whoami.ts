import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import type { TokenView } from './describe.ts'
import { describeScopes, describeStanding } from './describe.ts'

export function addShowOwnToken(tokens: Command, io: Io): void {
  tokens
    .command('whoami')
    .summary('the token in use, and what it may do')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const token = await clientFromEnv(io.env).get<TokenView>('/api/v1/me')
      if (json) return io.out(jsonText(token))
      const sees = token.integration_ids === null ? 'all integrations' : token.integration_ids.join(', ')
      io.out(harmless(`${token.name} (${token.prefix}), ${describeStanding(token, new Date())}`))
      io.out(harmless(`may: ${describeScopes(token)}`))
      io.out(`sees: ${sees}`)
      if (token.service_account_id !== null) io.out(`of the service account: ${token.service_account_id}`)
    })
}
