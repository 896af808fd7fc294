import type { Command } from 'commander'
import { Option } from 'commander'
import { FINDING_STATES } from '../model/core/findings.ts'
import { RULE_IDS } from '../model/core/rule-ids.ts'
import type { Severity } from '../model/core/severity.ts'
import { SEVERITIES, SEVERITY_LABEL, severityRank } from '../model/core/severity.ts'
import { clientFromEnv } from './api-client.ts'
import { EXIT } from './exit-codes.ts'
import type { FindingView } from './finding-view.ts'
import { findIntegration } from './integrations/find.ts'
import type { Io } from './io.ts'
import { parseLimit } from './limit.ts'
import { findingsCsv } from './render/findings-csv.ts'
import { jsonText } from './render/json.ts'
import { SEVERITY_STYLE } from './render/severity-style.ts'
import { renderTable } from './render/table.ts'

interface FindingsFlags {
  readonly integration?: string
  readonly severity?: readonly string[]
  readonly state?: readonly string[]
  readonly rule?: readonly string[]
  readonly findingType?: readonly string[]
  readonly query?: string
  readonly failOn?: Severity
  readonly limit?: number
  readonly json?: boolean
  readonly csv?: boolean
}

export function addFindings(program: Command, io: Io): void {
  program
    .command('findings')
    .summary('what is wrong')
    .description('Findings that stand, the most urgent first.')
    .option('--integration <name or id>', 'of one integration')
    .addOption(new Option('--severity <severity...>', 'effective severities').choices([...SEVERITIES]))
    .addOption(
      new Option('--state <state...>', 'states').choices([...FINDING_STATES]).default(['open', 'reopened']),
    )
    .addOption(new Option('--rule <rule...>', 'rule ids').choices([...RULE_IDS]))
    .option('--finding-type <uuid...>', 'FindingTypeIDs')
    .option('--query <text>', 'part of a rule, a category, an asset’s id or name')
    .option('--limit <n>', 'how many at most (default: all)', parseLimit)
    .addOption(
      new Option('--fail-on <severity>', 'exit 3 if one stands at or above it').choices([...SEVERITIES]),
    )
    .addOption(new Option('--json', 'as JSON').conflicts('csv'))
    .option('--csv', 'as CSV, safe to open in a spreadsheet')
    .action((flags: FindingsFlags) => show(io, flags))
}

async function show(io: Io, flags: FindingsFlags): Promise<void> {
  const findings = await read(io, flags)
  if (flags.json) io.out(jsonText(findings))
  else if (flags.csv) io.out(findingsCsv(findings).trimEnd())
  else if (findings.length === 0)
    io.err('Nothing was found. ("casbah rules" shows what was judged, and what was not.)')
  else io.out(table(io, findings))
  if (flags.failOn !== undefined && reaches(findings, flags.failOn)) process.exitCode = EXIT.findings
}

async function read(io: Io, flags: FindingsFlags): Promise<FindingView[]> {
  const api = clientFromEnv(io.env)
  const integration =
    flags.integration === undefined ? undefined : (await findIntegration(api, flags.integration)).id
  const query = {
    integration,
    severity: flags.severity?.join(','),
    state: flags.state?.join(','),
    rule: flags.rule?.join(','),
    finding_type_id: flags.findingType?.join(','),
    q: flags.query,
  }
  const most = flags.limit ?? Number.POSITIVE_INFINITY
  const findings: FindingView[] = []
  for await (const finding of api.list<FindingView>('/api/v1/findings', query)) {
    if (findings.length >= most) break
    findings.push(finding)
  }
  return findings
}

/** Only what stands counts, whatever states were asked for. */
export function reaches(
  findings: readonly Pick<FindingView, 'effective_severity' | 'state'>[],
  least: Severity,
): boolean {
  return findings.some(
    ({ effective_severity, state }) =>
      state !== 'resolved' && severityRank(effective_severity) >= severityRank(least),
  )
}

const DAY_END = 10

function table(io: Io, findings: readonly FindingView[]): string {
  const columns = ['Severity', 'What', 'Where', 'Id at OpenAI', 'Since', 'Due'].map((title) => ({ title }))
  const rows = findings.map((finding) => [
    io.paint(SEVERITY_STYLE[finding.effective_severity], SEVERITY_LABEL[finding.effective_severity]),
    finding.title,
    `${finding.asset.kind_label}${finding.asset.name === null ? '' : ` ${finding.asset.name}`}`,
    finding.asset.external_id,
    finding.first_seen_at.slice(0, DAY_END),
    finding.due_at.slice(0, DAY_END),
  ])
  return renderTable(io, columns, rows)
}
