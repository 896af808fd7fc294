import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { EXIT } from '../exit-codes.ts'
import type { FindingReplay } from '../finding-view.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { findingId } from './finding-id.ts'

export function addReplay(findings: Command, io: Io): void {
  findings
    .command('replay <finding>')
    .summary('judge it again from what is stored')
    .description(
      'Judges the stored inputs of a finding again, by the rule as it is now, with the parameters and at the time of then. Changes nothing. Exits with 0 where the same inputs give the same verdict, with 1 where they do not, or cannot.',
    )
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const replay = await api.post<FindingReplay>(`/api/v1/findings/${findingId(id)}/replay`)
      if (json) io.out(jsonText(replay))
      else for (const line of replayLines(replay)) io.out(line)
      if (!replay.agrees) process.exitCode = EXIT.differs
    })
}

/** What judging again came to, in words. */
export function replayLines(replay: FindingReplay): string[] {
  const says = replay.differences.map(({ says }) => `  ${harmless(says)}`)
  if (replay.agrees) return [`${replay.finding_id}: same inputs, same verdict.`, ...says]
  return [`${replay.finding_id}: ${headline(replay)}`, ...says]
}

/** A verdict from other inputs is no verdict on the rule, whatever it says. */
function headline({ differences, verdict }: FindingReplay): string {
  const kinds = new Set(differences.map(({ kind }) => kind))
  if (kinds.has('parameters_unusable')) return 'cannot be judged again.'
  const lacks = kinds.has('inputs_changed') || kinds.has('inputs_gone') || kinds.has('inputs_not_recorded')
  if (lacks || verdict === null) return 'cannot be reproduced from what is stored.'
  return 'same inputs, another verdict.'
}
