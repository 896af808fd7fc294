import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { harmless } from '../render/table.ts'
import type { UserDetailView } from './describe.ts'
import { findUser } from './find.ts'

export function addEnableUser(users: Command, io: Io): void {
  users
    .command('enable <person>')
    .summary('let somebody in again; revoked tokens stay revoked')
    .action(async (named: string) => {
      const api = clientFromEnv(io.env)
      const path = `/api/v1/users/${await findUser(api, named)}`
      const { name } = await api.patch<UserDetailView>(path, { disabled: false })
      io.err(harmless(`${name} may sign in again.`))
    })
}
