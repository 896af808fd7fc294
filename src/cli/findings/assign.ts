import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { TriagedView } from '../finding-view.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { findingId } from './finding-id.ts'

interface AssignFlags {
  readonly nobody?: boolean
  readonly note?: string
  readonly json?: boolean
}

export function addAssign(findings: Command, io: Io): void {
  findings
    .command('assign <finding> [who]')
    .summary('say whom a finding is for')
    .description('Says whom a finding is for: an e-mail address, a team.')
    .option('--nobody', 'for nobody any more')
    .option('--note <text>', 'why; kept in its history')
    .option('--json', 'as JSON')
    .action(async (id: string, who: string | undefined, { nobody, note, json }: AssignFlags) => {
      if ((who === undefined) !== (nobody === true)) {
        throw usageError(
          'Say either whom it is for, or --nobody.',
          'For example: casbah findings assign <id> ada@example.com',
        )
      }
      const api = clientFromEnv(io.env)
      const said = await api.patch<TriagedView>(`/api/v1/findings/${findingId(id)}`, {
        assignee: who ?? null,
        note,
      })
      if (json) io.out(jsonText(said))
      else io.err(`${said.id} is for ${harmless(said.assignee ?? who ?? 'nobody')}.`)
    })
}
