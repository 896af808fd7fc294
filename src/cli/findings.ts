import type { Command } from 'commander'
import { TRIAGE_LABEL } from '../model/core/findings.ts'
import { SEVERITY_LABEL } from '../model/core/severity.ts'
import type { ApiClient } from './api-client.ts'
import { clientFromEnv } from './api-client.ts'
import type { FindingView } from './finding-view.ts'
import { addAssign } from './findings/assign.ts'
import { addComment } from './findings/comment.ts'
import type { FailOnFlags } from './findings/fail-on.ts'
import { addFailOn, failOnStanding } from './findings/fail-on.ts'
import { addFindingFilters, findingQuery } from './findings/filters.ts'
import { addRecheck } from './findings/recheck.ts'
import { addReplay } from './findings/replay.ts'
import { addShowFinding } from './findings/show.ts'
import { addTriage } from './findings/triage.ts'
import { whoAndDay } from './findings/who.ts'
import type { Io } from './io.ts'
import { parseLimit } from './limit.ts'
import { jsonText } from './render/json.ts'
import { SEVERITY_STYLE } from './render/severity-style.ts'
import { renderTable } from './render/table.ts'

interface FindingsFlags extends FailOnFlags {
  readonly limit?: number
  readonly json?: boolean
}

export function addFindings(program: Command, io: Io): void {
  const findings = addFailOn(addFindingFilters(program.command('findings')))
    .summary('what is wrong')
    .description(
      'Findings that stand, the most urgent first. The word show tells everything of one; triage, assign and comment say something of it; recheck reads it again, replay judges it again.',
    )
    .option('--limit <n>', 'how many at most (default: all)', parseLimit)
    .option('--json', 'as JSON')
    .action((flags: FindingsFlags) => show(io, flags))
  for (const add of [addShowFinding, addTriage, addAssign, addComment, addRecheck, addReplay])
    add(findings, io)
}

async function show(io: Io, flags: FindingsFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const findings = await read(api, flags)
  if (flags.json) io.out(jsonText(findings))
  else if (findings.length === 0)
    io.err('Nothing was found. ("casbah rules" shows what was judged, and what was not.)')
  else io.out(table(io, findings))
  await failOnStanding(api, flags)
}

async function read(api: ApiClient, flags: FindingsFlags): Promise<FindingView[]> {
  const query = await findingQuery(api, flags)
  const most = flags.limit ?? Number.POSITIVE_INFINITY
  const findings: FindingView[] = []
  for await (const finding of api.list<FindingView>('/api/v1/findings', query)) {
    if (findings.length >= most) break
    findings.push(finding)
  }
  return findings
}

const DAY_END = 10

function table(io: Io, findings: readonly FindingView[]): string {
  const columns = ['Severity', 'What', 'Where', 'Id at OpenAI', 'Since', 'Due', 'Triage', 'Finding'].map(
    (title) => ({
      title,
    }),
  )
  const rows = findings.map((finding) => [
    io.paint(SEVERITY_STYLE[finding.effective_severity], SEVERITY_LABEL[finding.effective_severity]),
    finding.title,
    whereOf(finding),
    finding.asset.external_id,
    finding.first_seen_at.slice(0, DAY_END),
    `${finding.due_at.slice(0, DAY_END)}${finding.overdue ? ' !' : ''}`,
    describeTriage(finding),
    finding.id,
  ])
  return renderTable(io, columns, rows)
}

/** `GPT Helper`; of what was done also by whom and when: `ChatGPT workspace: ada@example.com, 2026-11-22`. */
function whereOf(finding: FindingView): string {
  const { kind_label: kind, name } = finding.asset
  const done = whoAndDay(finding)
  return `${kind}${name === null ? '' : ` ${name}`}${done === null ? '' : `: ${done}`}`
}

/** What people say: `in review, Ada`, `new, excepted until 2027-02-20`. */
function describeTriage({ triage, assignee, excepted }: FindingView): string {
  const until = excepted?.expires_at?.slice(0, DAY_END)
  return [
    TRIAGE_LABEL[triage],
    ...(assignee === null ? [] : [assignee]),
    ...(excepted === null ? [] : [until === undefined ? 'excepted for ever' : `excepted until ${until}`]),
  ].join(', ')
}
