import type { Command } from 'commander'
import { Option } from 'commander'
import type { z } from 'zod'
import type { QuarantineSchema, ReplaySchema } from '../api/schemas/activity.ts'
import { clientFromEnv } from './api-client.ts'
import { findIntegration } from './integrations/find.ts'
import type { Io } from './io.ts'
import { parseLimit } from './limit.ts'
import { jsonText } from './render/json.ts'
import { renderTable } from './render/table.ts'

type Quarantined = z.infer<typeof QuarantineSchema>
type Replay = z.infer<typeof ReplaySchema>

/** About what fits on a screen. */
const ROWS_SHOWN = 20

interface ListFlags {
  readonly state: string
  readonly limit: number
  readonly json?: boolean
}

export function addQuarantine(program: Command, io: Io): void {
  const quarantine = program
    .command('quarantine')
    .summary('records that could not be kept')
    .description('Records that could not be kept: where they are upstream and why, never what they say.')
  quarantine
    .command('list <integration>')
    .description('The newest first.')
    .addOption(new Option('--state <state>', 'which').choices(['open', 'settled', 'any']).default('open'))
    .option('--limit <n>', 'how many at most', parseLimit, ROWS_SHOWN)
    .option('--json', 'as JSON')
    .action((name: string, flags: ListFlags) => list(io, name, flags))
  quarantine
    .command('replay <integration>')
    .description(
      'Reads them again with the next incremental run, for a version that understands them. What exists comes with\n' +
        'the next full run anyway; what happened has to be asked for, while OpenAI has it (30 days).',
    )
    .option('--json', 'as JSON')
    .action((name: string, flags: { json?: boolean }) => replay(io, name, flags))
}

async function list(io: Io, name: string, flags: ListFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id } = await findIntegration(api, name)
  const found: Quarantined[] = []
  for await (const one of api.list<Quarantined>('/api/v1/quarantine', {
    integration: id,
    state: flags.state,
  })) {
    if (found.length >= flags.limit) break
    found.push(one)
  }
  if (flags.json) return io.out(jsonText({ data: found }))
  if (found.length === 0) return io.err('Nothing is set aside.')
  const columns = [
    { title: 'Met' },
    { title: 'Stream' },
    { title: 'Why' },
    { title: 'Where' },
    { title: 'Again' },
  ]
  io.out(renderTable(io, columns, found.map(rowOf)))
}

const rowOf = ({ met_at, stream, reason, path, locator, ...one }: Quarantined): string[] => [
  met_at,
  stream,
  `${reason} at ${path}`,
  locator.file_id ?? locator.record_id ?? `index ${locator.index}`,
  one.outcome ?? (one.replay_asked_at === null ? AGAIN[one.replay] : 'asked for'),
]

const AGAIN: Record<Quarantined['replay'], string> = {
  files: 'by replay',
  history: 'by replay',
  next_full_run: 'next full run',
  none: 'not at all',
}

async function replay(io: Io, name: string, flags: { json?: boolean }): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id } = await findIntegration(api, name)
  const asked = await api.post<Replay>(`/api/v1/integrations/${id}/quarantine/replay`)
  if (flags.json) return io.out(jsonText(asked))
  for (const { stream, records, files } of asked.data) {
    const where = files === 0 ? 'from the beginning of what is held' : `in ${files} files`
    io.err(`${stream}: ${records} records are read again, ${where}.`)
  }
  io.err(
    asked.data.length === 0
      ? 'Nothing is set aside that has to be asked for; what exists is read with the next full run.'
      : `The next incremental run reads them; casbah quarantine list "${name}" shows what is left.`,
  )
}
