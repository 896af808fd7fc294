import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { findingId } from './finding-id.ts'

interface Commented {
  readonly id: string
  readonly finding_id: string
  readonly at: string
}

export function addComment(findings: Command, io: Io): void {
  findings
    .command('comment <finding> <text>')
    .summary('add to the history of a finding')
    .description(
      'Adds to the history of a finding, which nobody rewrites: "casbah findings show <id>" has it.',
    )
    .option('--json', 'as JSON')
    .action(async (id: string, text: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const added = await api.post<Commented>(`/api/v1/findings/${findingId(id)}/comments`, { text })
      if (json) io.out(jsonText(added))
      else io.err(`${added.finding_id}: added to its history.`)
    })
}
