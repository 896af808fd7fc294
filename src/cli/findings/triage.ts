import type { Command } from 'commander'
import { Argument } from 'commander'
import type { TriageState } from '../../model/core/findings.ts'
import { TRIAGE_LABEL, TRIAGE_STATES } from '../../model/core/findings.ts'
import { clientFromEnv } from '../api-client.ts'
import type { TriagedView } from '../finding-view.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { findingId } from './finding-id.ts'

interface TriageFlags {
  readonly note?: string
  readonly json?: boolean
}

export function addTriage(findings: Command, io: Io): void {
  findings
    .command('triage <finding>')
    .addArgument(new Argument('<state>', 'what you say of it').choices([...TRIAGE_STATES]))
    .summary('say what you make of a finding')
    .description(
      'Says what you make of a finding. Whether it stands is found out by the next run, not said by people.',
    )
    .option('--note <text>', 'why; kept in its history')
    .option('--json', 'as JSON')
    .action(async (id: string, triage: TriageState, { note, json }: TriageFlags) => {
      const api = clientFromEnv(io.env)
      const said = await api.patch<TriagedView>(`/api/v1/findings/${findingId(id)}`, { triage, note })
      if (json) io.out(jsonText(said))
      else io.err(`${said.id}: ${TRIAGE_LABEL[said.triage]}; it is ${said.state}.`)
    })
}
