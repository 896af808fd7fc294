import { SEVERITIES, SEVERITY_LABEL } from '../../model/core/severity.ts'
import type { Io } from '../io.ts'
import { describeCount, describeDuration } from '../render/duration.ts'
import { describeLeftOut } from '../render/left-out.ts'
import { SEVERITY_STYLE } from '../render/severity-style.ts'
import { renderTable } from '../render/table.ts'
import type { Report } from './report.ts'
import type { System } from './system.ts'

/** What a person reads at the end of a start. */

export function showFindings(io: Io, report: Report): void {
  const rows = report.findings.by_rule
    .filter(({ open }) => open > 0)
    .flatMap((rule) =>
      SEVERITIES.filter((severity) => rule.by_severity[severity] > 0).map((severity) => ({
        severity,
        rule,
        count: rule.by_severity[severity],
      })),
    )
    .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || b.count - a.count)
  const columns = [
    { title: 'Severity' },
    { title: 'Findings', align: 'right' as const },
    { title: 'What' },
    { title: 'Rule' },
  ]
  const cells = rows.map(({ severity, rule, count }) => [
    io.paint(SEVERITY_STYLE[severity], SEVERITY_LABEL[severity]),
    describeCount(count),
    rule.title,
    rule.rule_id,
  ])
  io.out(renderTable(io, columns, cells))
  for (const line of closingLines(report)) io.out(line)
}

function closingLines(report: Report): string[] {
  const { findings, not_evaluated, streams, drift, truth, timings, rate_factor } = report
  const records = Object.values(streams).reduce((sum, stream) => sum + stream.records, 0)
  const limits =
    rate_factor === 1 ? 'the documented limits' : `limits ${rate_factor} times the documented ones`
  const compared = truth === null ? [] : Object.values(truth)
  const equal = compared.filter((stream) => stream.matches).length
  return [
    `${describeCount(findings.open)} findings stand, from ${describeCount(records)} records in ${describeDuration(timings.total ?? 0)}, with ${limits}.`,
    ...(compared.length === 0
      ? []
      : [`What is stored equals what the simulated tenant holds in ${equal} of ${compared.length} streams.`]),
    ...drift.map(({ stream, path }) => `Not known to Casbah, and dropped: ${path} of ${stream}`),
    ...findings.by_rule.flatMap(leftOut),
    ...not_evaluated.map(({ title, reason, detail }) => `Not evaluated: ${title} (${detail ?? reason})`),
  ]
}

/** Single assets that a rule could not judge, though it judged others. */
function leftOut({ title, not_evaluated, left_out }: Report['findings']['by_rule'][number]): string[] {
  if (not_evaluated === 0) return []
  return [`Not evaluated: ${not_evaluated} of ${title}${describeLeftOut(left_out)}`]
}

export function describeWelcome(io: Io, { addresses, places, token }: System): string[] {
  const line = (what: string, where: string) => `  ${what.padEnd(16)} ${io.paint('cyan', where)}`
  return [
    '',
    line('API docs', `${addresses.api}/docs`),
    ...(addresses.temporalUi === '' ? [] : [line('Temporal UI', addresses.temporalUi)]),
    line('API token', `${places.token}${io.errIsTerminal ? `  (${token})` : ''}`),
    line('Data and logs', places.folder),
    '',
    'Collecting goes on by itself every 15 minutes. Ctrl-C stops everything.',
  ]
}
