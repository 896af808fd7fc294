import type { Command } from 'commander'
import type { z } from 'zod'
import type { RecheckAnswer } from '../../api/schemas/recheck.ts'
import { RECHECK_RESULT_LABEL } from '../../model/core/rechecks.ts'
import { clientFromEnv, FOLLOWING_PATIENCE_MS } from '../api-client.ts'
import { EXIT } from '../exit-codes.ts'
import { followRuns } from '../follow.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import type { RunDetail } from '../run-view.ts'
import { findingId } from './finding-id.ts'

interface RecheckFlags {
  readonly wait?: boolean
  readonly json?: boolean
}

type Ticket = z.infer<typeof RecheckAnswer>
type Result = RunDetail['rechecks'][number]

export function addRecheck(findings: Command, io: Io): void {
  findings
    .command('recheck <finding>')
    .summary('read again what a finding is about')
    .description(
      'Reads again what a finding is about and judges it at once, beside whatever collects. With --wait it exits 3 if the finding stands, 1 if nobody can tell.',
    )
    .option('--wait', 'until it is judged')
    .option('--json', 'as JSON')
    .action((id: string, flags: RecheckFlags) => recheck(io, findingId(id), flags))
}

async function recheck(io: Io, id: string, { wait = false, json = false }: RecheckFlags): Promise<void> {
  const api = clientFromEnv(io.env, wait ? { patienceMs: FOLLOWING_PATIENCE_MS } : {})
  const ticket = await api.post<Ticket>(`/api/v1/findings/${id}/recheck`)
  if (!wait) {
    if (json) io.out(jsonText(ticket))
    else
      io.err(
        `${id}: being rechecked by run ${ticket.run_no}. "casbah runs show ${ticket.run_id}" has what comes of it.`,
      )
    return
  }
  const never = new AbortController().signal
  const [run] = await followRuns(io, api, [ticket.run_id], { signal: never, show: false })
  const result = run?.rechecks.find((one) => one.finding_id === id)
  if (json) io.out(jsonText({ ...ticket, ...(result ?? { result: 'not_evaluated' }) }))
  else io.err(`${id}: ${wordsOf(result, run)}`)
  if (result?.result === 'still_failing') process.exitCode = EXIT.findings
  else if (result?.result !== 'resolved') process.exitCode = EXIT.error
}

function wordsOf(result: Result | undefined, run: RunDetail | undefined): string {
  if (result === undefined) {
    return `not evaluated: the run ${run?.state_label.toLowerCase() ?? 'is gone'}. Recheck once more.`
  }
  const label = RECHECK_RESULT_LABEL[result.result]
  const cause = result.cause === null ? '' : ` (${result.cause})`
  return result.obstacle_label === null ? `${label}.` : `${label}${cause}: ${result.obstacle_label}`
}
