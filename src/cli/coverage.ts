import type { Command } from 'commander'
import type { RuleId } from '../model/core/rule-ids.ts'
import { clientFromEnv } from './api-client.ts'
import { findIntegration } from './integrations/find.ts'
import type { Io } from './io.ts'
import { jsonText } from './render/json.ts'
import { describeLeftOut } from './render/left-out.ts'
import { renderTable } from './render/table.ts'

interface CoverageFlags {
  readonly integration?: string
  readonly json?: boolean
}

interface Remedy {
  readonly kind: 'grant' | 'connect' | 'mode' | 'collect' | 'settings' | 'dlp_profile' | 'wait'
  readonly scope?: string
  readonly label?: string
  readonly plane?: string
  readonly mode?: string
}

interface CoverageRow {
  readonly integration_id: string
  readonly rule_id: RuleId
  readonly title: string
  readonly outcome: 'pass' | 'fail' | 'not_evaluated' | 'never'
  readonly standing: number | null
  readonly passed: number
  readonly failed: number
  readonly not_evaluated: number
  readonly reason_detail: string | null
  readonly asset_reasons: Readonly<Record<string, unknown>>
  readonly remedies: readonly Remedy[]
}

interface CoverageList {
  readonly totals: Readonly<Record<CoverageRow['outcome'], number>>
  readonly data: readonly CoverageRow[]
  readonly more: boolean
}

/** `casbah coverage`: what could be judged, and what somebody can do about the rest. */
export function addCoverage(program: Command, io: Io): void {
  program
    .command('coverage')
    .summary('what could be judged, and what could not')
    .description(
      'Rules by integration: what each judged, what it could not and why, and what would change that.',
    )
    .option('--integration <name or id>', 'of one integration')
    .option('--json', 'as JSON')
    .action((flags: CoverageFlags) => show(io, flags))
}

async function show(io: Io, flags: CoverageFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const query =
    flags.integration === undefined
      ? ''
      : `?integration=${(await findIntegration(api, flags.integration)).id}`
  const coverage = await api.get<CoverageList>(`/api/v1/coverage${query}`)
  if (flags.json) return io.out(jsonText(coverage))
  const { totals, data } = coverage
  const rows = data.map((row) => [
    row.rule_id,
    outcomeOf(row),
    row.reason_detail ?? '',
    row.remedies.map(doWhat).join('; '),
  ])
  io.out(
    renderTable(
      io,
      [{ title: 'Rule' }, { title: 'Outcome' }, { title: 'Why' }, { title: 'What to do' }],
      rows,
    ),
  )
  io.out(
    `${totals.fail} found something, ${totals.pass} found nothing, ${totals.not_evaluated} could not judge, ${totals.never} have not judged yet\n`,
  )
  if (coverage.more) io.err('There are more integrations: name one with --integration.\n')
}

function outcomeOf(row: CoverageRow): string {
  const { outcome, standing, passed, failed, not_evaluated: left } = row
  const leftOut = left === 0 ? '' : `, ${left} not evaluated`
  switch (outcome) {
    case 'pass':
    case 'fail':
      // Of events the last evaluation saw the new ones alone.
      if (standing !== null) return `${outcome}: ${standing} standing${leftOut}`
      return `${outcome}: ${failed} of ${passed + failed}${leftOut}`
    case 'not_evaluated':
      // Why each asset was left out, where there is no one reason for all.
      return `not evaluated${row.reason_detail === null ? describeLeftOut(row.asset_reasons) : ''}`
    case 'never':
      return 'never evaluated'
    default:
      return outcome satisfies never
  }
}

function doWhat(remedy: Remedy): string {
  switch (remedy.kind) {
    case 'grant':
      return `let the key ${remedy.label} (${remedy.scope})`
    case 'connect':
      return remedy.plane === 'chatgpt' ? 'connect the ChatGPT workspace' : 'connect the API platform'
    case 'mode':
      return `allow collection mode ${remedy.mode}`
    case 'collect':
      return 'collect'
    case 'settings':
      return 'look at the settings'
    case 'dlp_profile':
      return 'enable a DLP profile'
    case 'wait':
      return 'wait for OpenAI'
    default:
      return remedy.kind satisfies never
  }
}
