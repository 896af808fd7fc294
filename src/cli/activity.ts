import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { ACTIVITY_SUBJECTS } from '../model/core/activity.ts'
import { clientFromEnv } from './api-client.ts'
import { findIntegration } from './integrations/find.ts'
import type { Io } from './io.ts'
import { parseLimit } from './limit.ts'
import { jsonText } from './render/json.ts'
import { harmless, renderTable } from './render/table.ts'

interface ActivityFlags {
  readonly integration: string
  readonly subjectKind?: string
  readonly subject?: string
  readonly since?: string
  readonly until?: string
  readonly limit: number
  readonly json?: boolean
}

interface ActivityDay {
  readonly subject_kind: string
  readonly subject: string
  readonly day: string
  readonly signal: string
  readonly count: number
  readonly last_at: string
}

/** About what fits on a few screens. */
const DAYS_SHOWN = 100

/** `casbah activity`: what happened by day, by whom, and in which signal it shows. */
export function addActivity(program: Command, io: Io): void {
  program
    .command('activity')
    .summary('what happened by day: people, keys, GPTs, apps, tools')
    .description('What happened by day, by person, API key, GPT, app and tool, and in which signal it shows.')
    .requiredOption('--integration <name or id>', 'of this integration')
    .addOption(new Option('--subject-kind <kind>', 'only of this kind').choices([...ACTIVITY_SUBJECTS]))
    .option('--subject <id>', 'of this person (person id), key, GPT, app or tool')
    .option('--since <day>', 'from this day on, like 2026-11-22 (UTC)', parseDay)
    .option('--until <day>', 'up to this day', parseDay)
    .option('--limit <n>', 'how many rows at most', parseLimit, DAYS_SHOWN)
    .option('--json', 'as JSON')
    .action((flags: ActivityFlags) => show(io, flags))
}

function parseDay(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
  if (!isDay) throw new InvalidArgumentError('It must be a day like 2026-11-22.')
  return text
}

async function show(io: Io, flags: ActivityFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id } = await findIntegration(api, flags.integration)
  const { subjectKind: subject_kind, subject, since, until } = flags
  const days: ActivityDay[] = []
  const path = `/api/v1/integrations/${id}/activity`
  let more = false
  for await (const day of api.list<ActivityDay>(path, { subject_kind, subject, since, until })) {
    more = days.length >= flags.limit
    if (more) break
    days.push(day)
  }
  if (flags.json) return io.out(jsonText({ data: days, more }))
  if (days.length === 0) return io.out('nothing was counted that fits')
  const columns = ['Kind', 'Subject', 'Day', 'Signal', 'Count', 'Last'].map((title) => ({ title }))
  const rows = days.map((day) => [
    day.subject_kind,
    harmless(day.subject),
    day.day,
    day.signal,
    String(day.count),
    day.last_at,
  ])
  io.out(renderTable(io, columns, rows))
  if (more) io.out(`There are more than ${flags.limit}; narrow them down, or set --limit.`)
}
