import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import type { UserDetailView } from './describe.ts'
import { describeAccess, momentText } from './describe.ts'
import { findUser } from './find.ts'

export function addShowUser(users: Command, io: Io): void {
  users
    .command('show <person>')
    .summary('one person, with the tokens that they made')
    .option('--json', 'as JSON')
    .action(async (named: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const user = await api.get<UserDetailView>(`/api/v1/users/${await findUser(api, named)}`)
      if (json) return io.out(jsonText(user))
      for (const line of linesOf(user)) io.out(harmless(line))
    })
}

function linesOf(user: UserDetailView): readonly string[] {
  const by = user.disabled_by === null ? '' : ` by ${user.disabled_by.label}, ${momentText(user.disabled_at)}`
  return [
    `${user.name}${user.email === null ? '' : ` <${user.email}>`}`,
    `may: ${describeAccess(user)}${by}`,
    `last sign-in: ${momentText(user.last_sign_in_at)}; open sessions: ${user.sessions}`,
    `known as: ${user.subject} at ${user.issuer}`,
    `id: ${user.id}`,
    ...user.tokens.map(({ name, prefix, id }) => `token: ${name} (${prefix}), ${id}`),
  ]
}
