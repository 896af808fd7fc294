import type { Io } from '../io.ts'
import { harmless, renderTable } from '../render/table.ts'
import type { BadLine } from './logpush-line.ts'
import type { ParityItem, Status, Why } from './parity.ts'
import { WHYS } from './parity.ts'
import type { Plan } from './plan.ts'

export interface Parity {
  readonly integration: { readonly id: string; readonly display_name: string }
  readonly file: {
    readonly lines: number
    readonly repeated: number
    readonly bad_lines: readonly BadLine[]
    readonly other_vendors: Readonly<Record<string, number>>
    readonly other_integrations: number
  }
  readonly counts: Counts
  readonly items: readonly ParityItem[]
  readonly plan: Plan
}

export interface Counts extends Readonly<Record<Status, number>> {
  /** What the file has and is missing here, with lines that cannot be read. */
  readonly gaps: number
}

/** What is no more, here or at OpenAI, is nothing that is missing. */
const NO_GAP: readonly (Why | null)[] = ['resolved_since', 'asset_gone']

export function countsOf(items: readonly ParityItem[], badLines: number): Counts {
  const count = (status: Status) => items.filter((item) => item.status === status).length
  const missing = items.filter(({ status, why }) => status === 'only_theirs' && !NO_GAP.includes(why))
  return {
    both: count('both'),
    only_theirs: count('only_theirs'),
    only_ours: count('only_ours'),
    gaps: missing.length + badLines,
  }
}

/** Rows of what is theirs alone, and lines that cannot be read; who wants all of them asks for JSON. */
const MOST_SHOWN = 50

export function renderParity(io: Io, parity: Parity, isApplied: boolean): void {
  const { items, counts, file, integration } = parity
  io.out(byRule(io, items))
  const missing = items.filter(({ status }) => status === 'only_theirs')
  if (missing.length > 0) {
    io.out('\nOnly in the file:')
    io.out(onlyTheirsTable(io, missing.slice(0, MOST_SHOWN)))
    if (missing.length > MOST_SHOWN) io.out(`and ${missing.length - MOST_SHOWN} more (--json)`)
  }
  const ours = items.filter(({ status }) => status === 'only_ours')
  for (const [why, some] of Map.groupBy(ours, (item) => item.why))
    io.out(`Only here: ${some.length}, ${why === null ? '' : WHYS[why]}`)
  io.out(
    harmless(
      `${integration.display_name}: ${counts.both} on both sides, ${counts.only_theirs} only in the file, ${counts.only_ours} only here; ${counts.gaps} missing here.`,
    ),
  )
  renderFile(io, file)
  renderPlan(io, parity.plan, isApplied)
}

/** Of rules that both may have. */
function byRule(io: Io, items: readonly ParityItem[]): string {
  const common = items.filter(({ why }) => why !== 'not_cloudflares')
  const groups = Map.groupBy(common, ({ rule_id, finding_type_id }) => rule_id ?? finding_type_id)
  const rows = [...groups]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([rule, some]) => {
      const count = (status: Status) => String(some.filter((item) => item.status === status).length)
      return [rule, some[0]?.title ?? '', count('both'), count('only_theirs'), count('only_ours')]
    })
  const numbers = ['Both', 'Only in the file', 'Only here'].map(
    (title) => ({ title, align: 'right' }) as const,
  )
  return renderTable(io, [{ title: 'Rule' }, { title: 'What' }, ...numbers], rows)
}

const onlyTheirsTable = (io: Io, items: readonly ParityItem[]): string =>
  renderTable(
    io,
    ['Line', 'Rule', 'Asset', 'Why'].map((title) => ({ title })),
    items.map((item) => [
      String(item.line),
      item.rule_id ?? item.title,
      item.asset_external_id,
      [item.why === null ? '' : WHYS[item.why], ...(item.detail === null ? [] : [`(${item.detail})`])].join(
        ' ',
      ),
    ]),
  )

function renderFile(io: Io, file: Parity['file']): void {
  const vendors = Object.entries(file.other_vendors)
  if (file.repeated > 0) io.err(`${file.repeated} lines tell again what another tells; the newest counts.`)
  if (file.other_integrations > 0) io.err(`${file.other_integrations} findings are of other integrations.`)
  for (const [vendor, count] of vendors)
    io.err(harmless(`${count} lines are of ${vendor}, and were not looked at.`))
  for (const { line, why } of file.bad_lines.slice(0, MOST_SHOWN)) io.err(`line ${line} ${why}`)
  const bad = file.bad_lines.length
  if (bad > 0) io.err(`${bad} of ${file.lines} lines could not be read; each counts as missing here.`)
}

function renderPlan(io: Io, plan: Plan, isApplied: boolean): void {
  const { exceptions, severities, already, left } = plan
  for (const { rule_id, from, to } of severities) io.out(`Severity of ${rule_id}: ${from} → ${to}`)
  for (const step of exceptions.slice(0, MOST_SHOWN))
    io.out(harmless(`Exception: ${step.rule_id} on ${step.asset_external_id} (line ${step.line})`))
  if (exceptions.length > MOST_SHOWN) io.out(`and ${exceptions.length - MOST_SHOWN} more exceptions (--json)`)
  if (already > 0) io.err(`${already} decisions of theirs are so here already.`)
  for (const { line, why } of left.slice(0, MOST_SHOWN)) io.err(`line ${line} is not carried over: ${why}`)
  if (exceptions.length + severities.length > 0 && !isApplied)
    io.err('Nothing was changed: --apply carries it over.')
}
