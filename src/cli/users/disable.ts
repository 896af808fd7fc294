import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { harmless } from '../render/table.ts'
import type { UserDetailView } from './describe.ts'
import { findUser } from './find.ts'

export function addDisableUser(users: Command, io: Io): void {
  users
    .command('disable <person>')
    .summary('shut somebody out, at once')
    .description(
      'Ends their sessions, lets no other begin, and revokes the tokens that they made and that these made:\n' +
        '"casbah users show" lists them. What a program needs that goes on should have a token of somebody else before.',
    )
    .option('--sessions-only', 'leave those tokens as they are')
    .action(async (named: string, { sessionsOnly }: { sessionsOnly?: boolean }) => {
      const api = clientFromEnv(io.env)
      const path = `/api/v1/users/${await findUser(api, named)}`
      const before = await api.get<UserDetailView>(path)
      const after = await api.patch<UserDetailView>(path, {
        disabled: true,
        ...(sessionsOnly && { keep_tokens: true }),
      })
      const revoked = before.tokens.filter(({ id }) => !after.tokens.some((token) => token.id === id))
      const tokens =
        revoked.length === 0 ? '' : ` Tokens revoked: ${revoked.map(({ name }) => name).join(', ')}.`
      const kept =
        after.tokens.length === 0 ? '' : ` Still good: ${after.tokens.map(({ name }) => name).join(', ')}.`
      io.err(harmless(`${after.name} is shut out.${tokens}${kept}`))
    })
}
