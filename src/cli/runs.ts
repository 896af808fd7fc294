import type { Command } from 'commander'
import { clientFromEnv, FOLLOWING_PATIENCE_MS } from './api-client.ts'
import { usageError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'
import { followRuns } from './follow.ts'
import { findIntegration, UUID } from './integrations/find.ts'
import type { Io } from './io.ts'
import { parseLimit } from './limit.ts'
import { jsonText } from './render/json.ts'
import { progressLines } from './render/progress.ts'
import { renderTable } from './render/table.ts'
import type { Run, RunDetail } from './run-view.ts'

/** About what fits on a screen. */
const RUNS_SHOWN = 20

export function addRuns(program: Command, io: Io): void {
  const runs = program
    .command('runs')
    .summary('executions of collections')
    .description('Executions of collections.')
  runs
    .command('list')
    .description('Runs, the newest first.')
    .option('--integration <name or id>', 'of one integration')
    .option('--open', 'only those that have not ended')
    .option('--limit <n>', 'how many at most', parseLimit, RUNS_SHOWN)
    .option('--json', 'as JSON')
    .action((flags: ListFlags) => list(io, flags))
  runs
    .command('get <id>')
    .alias('show')
    .description('One run with the progress of its streams.')
    .option('--follow', 'stay until it has ended')
    .option('--json', 'as JSON')
    .action((id: string, flags: { follow?: boolean; json?: boolean }) => get(io, id, flags))
  runs
    .command('follow <id>')
    .description('One run as it goes, until it has ended.')
    .option('--json', 'at its end, as JSON')
    .action((id: string, { json }: { json?: boolean }) =>
      get(io, id, { follow: true, ...(json === undefined ? {} : { json }) }),
    )
}

interface ListFlags {
  readonly integration?: string
  readonly open?: boolean
  readonly limit: number
  readonly json?: boolean
}

async function list(io: Io, flags: ListFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const integration =
    flags.integration === undefined ? undefined : (await findIntegration(api, flags.integration)).id
  const query = { integration, ...(flags.open ? { open: 'true' } : {}) }
  const runs: Run[] = []
  for await (const run of api.list<Run>('/api/v1/runs', query)) {
    if (runs.length >= flags.limit) break
    runs.push(run)
  }
  if (flags.json) return io.out(jsonText(runs))
  const columns = ['No', 'Kind', 'State', 'Stage', 'Asked by', 'Began', 'Ended', 'Id'].map((title) => ({
    title,
  }))
  const rows = runs.map((run) => [
    String(run.run_no),
    run.kind,
    run.state_label,
    run.stage ?? '–',
    run.requested_by.label,
    shortTime(run.started_at),
    shortTime(run.ended_at),
    run.id,
  ])
  return io.out(renderTable(io, columns, rows))
}

const SECONDS_END = 19
const shortTime = (instant: string | null): string => instant?.slice(0, SECONDS_END).replace('T', ' ') ?? '–'

async function get(
  io: Io,
  id: string,
  { follow, json }: { follow?: boolean; json?: boolean },
): Promise<void> {
  const api = clientFromEnv(io.env, follow ? { patienceMs: FOLLOWING_PATIENCE_MS } : {})
  if (!UUID.test(id)) {
    throw usageError(`"${id}" is no id of a run.`, 'Take it from the column Id of: casbah runs list')
  }
  const first = await api.get<RunDetail>(`/api/v1/runs/${id}`)
  const never = new AbortController().signal
  const [run = first] = follow ? await followRuns(io, api, [id], { signal: never }) : [first]
  if (json) io.out(jsonText(run))
  else if (!follow || !io.errIsTerminal) io.out(progressLines([run], new Date(), io.paint).join('\n'))
  if (run.state === 'failed' || run.state === 'cancelled') process.exitCode = EXIT.error
}
