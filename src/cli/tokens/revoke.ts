import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { findToken } from './find.ts'

export function addRevokeToken(tokens: Command, io: Io): void {
  tokens
    .command('revoke <token>')
    .summary('end one, at once')
    .description('By its name, or by its id where several have the name.')
    .action(async (named: string) => {
      const api = clientFromEnv(io.env)
      await api.delete<undefined>(`/api/v1/tokens/${await findToken(api, named)}`)
      io.err('Revoked.')
    })
}
