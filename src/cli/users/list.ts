import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import type { UserView } from './describe.ts'
import { describeAccess, momentText } from './describe.ts'

export function addListUsers(users: Command, io: Io): void {
  users
    .command('list')
    .summary('everybody who has signed in or tried to, newest first')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const found: UserView[] = []
      for await (const user of clientFromEnv(io.env).list<UserView>('/api/v1/users')) found.push(user)
      if (json) return io.out(jsonText(found))
      const columns = ['Name', 'E-mail', 'May', 'Last sign-in', 'Sessions', 'Id'].map((title) => ({ title }))
      const rows = found.map((user) => [
        user.name,
        user.email ?? '',
        describeAccess(user),
        momentText(user.last_sign_in_at),
        String(user.sessions),
        user.id,
      ])
      return io.out(renderTable(io, columns, rows))
    })
}
