import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { actorText } from '../render/actor.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import { describeScopes } from '../tokens/describe.ts'
import { describeStanding } from './describe.ts'
import { listAccounts } from './find.ts'

export function addListServiceAccounts(accounts: Command, io: Io): void {
  accounts
    .command('list')
    .summary('all of them, newest first')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const found = await listAccounts(clientFromEnv(io.env))
      if (json) return io.out(jsonText(found))
      const columns = ['Name', 'For', 'May at most', 'Standing', 'Made by', 'Id'].map((title) => ({ title }))
      const rows = found.map((account) => [
        ...[account.name, account.description, describeScopes(account)],
        ...[describeStanding(account), actorText(account.created_by), account.id],
      ])
      return io.out(renderTable(io, columns, rows))
    })
}
