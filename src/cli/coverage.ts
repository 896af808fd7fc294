import type { Command } from 'commander'
import type { NotEvaluatedReason } from '../model/core/findings.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { clientFromEnv } from './api-client.ts'
import { findIntegration } from './integrations/find.ts'
import type { Io } from './io.ts'
import { jsonText } from './render/json.ts'
import { leftOutWords } from './render/left-out.ts'
import { renderTable } from './render/table.ts'

interface CoverageFlags {
  readonly integration?: string
  readonly json?: boolean
}

interface Remedy {
  readonly kind:
    | 'grant'
    | 'connect'
    | 'mode'
    | 'collect'
    | 'settings'
    | 'directory'
    | 'dlp_profile'
    | 'wait'
    | 'time'
  readonly scope?: string
  readonly label?: string
  readonly plane?: string
  readonly mode?: string
}

export interface CoverageRow {
  readonly integration_id: string
  readonly rule_id: RuleId
  readonly title: string
  readonly outcome: 'pass' | 'fail' | 'not_evaluated' | 'never'
  readonly standing: number | null
  readonly passed: number
  readonly failed: number
  readonly not_evaluated: number
  readonly reason: NotEvaluatedReason | null
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
    whyOf(row),
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

/** Reasons that are named; who wants all of them asks for JSON. */
const REASONS_SHOWN = 2

/** Why nothing, or not everything, was judged: in the rule's own words, else by how many assets were left out for what. */
export function whyOf({
  reason_detail: said,
  asset_reasons: reasons,
}: Pick<CoverageRow, 'reason_detail' | 'asset_reasons'>): string {
  if (said !== null) return said
  const words = leftOutWords(reasons)
  const more = words.length - REASONS_SHOWN
  return [
    ...words.slice(0, REASONS_SHOWN),
    ...(more > 0 ? [`${more} other ${more === 1 ? 'reason' : 'reasons'}`] : []),
  ].join('; ')
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
      return 'not evaluated'
    case 'never':
      return 'never evaluated'
    default:
      return outcome satisfies never
  }
}

export function doWhat(remedy: Remedy): string {
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
      return 'nothing yet: it comes with DLP profiles, which this version has not'
    case 'directory':
      return 'import a directory (casbah directory import FILE), or have SCIM write it'
    case 'wait':
      return 'nothing here: OpenAI has to send or grant it'
    case 'time':
      return 'nothing: it judges by itself after that'
    default:
      return remedy.kind satisfies never
  }
}
