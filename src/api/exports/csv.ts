import { stringify } from 'csv-stringify/sync'
import { withoutMarks } from '../../model/core/marks.ts'
import type { ExportedFinding, ViewedFormat } from './export-format.ts'

/**
 * Findings as CSV (RFC 4180). Names come from a customer's tenant; one that begins like a formula would run in the
 * spreadsheet of whoever opens the file, so such cells get an apostrophe in front. It may be written to a
 * terminal, so control characters that are no white space are shown as a dot, as in tables.
 */
const COLUMNS: readonly (readonly [header: string, value: (finding: ExportedFinding) => string])[] = [
  ['id', ({ id }) => id],
  ['integration_id', ({ integration_id }) => integration_id],
  ['rule_id', ({ rule_id }) => rule_id],
  ['finding_type_id', ({ finding_type_id }) => finding_type_id],
  ['title', ({ title }) => title],
  ['category', ({ category }) => category],
  ['severity', ({ severity }) => severity],
  ['effective_severity', ({ effective_severity }) => effective_severity],
  ['severity_reason', ({ severity_reason }) => severity_reason ?? ''],
  ['state', ({ state }) => state],
  ['triage', ({ triage }) => triage],
  ['asset_kind', ({ asset }) => asset.kind],
  ['asset_external_id', ({ asset }) => asset.external_id],
  ['asset_name', ({ asset }) => asset.name ?? ''],
  ['first_seen_at', ({ first_seen_at }) => first_seen_at],
  ['last_seen_at', ({ last_seen_at }) => last_seen_at],
  ['due_at', ({ due_at }) => due_at],
  ['overdue', ({ overdue }) => String(overdue)],
  ['assignee', ({ assignee }) => assignee ?? ''],
  ['owner', ({ owner }) => owner?.person.email ?? owner?.person.name ?? ''],
  ['exception_id', ({ excepted }) => excepted?.exception_id ?? ''],
  ['excepted_until', ({ excepted }) => excepted?.expires_at ?? ''],
]

/** Line by line, since white space of that kind may stay. */
const plain = (text: string): string =>
  text
    .split(/([\t\r\n])/)
    .map(unmarked)
    .join('')

const unmarked = (part: string): string => (/^[\t\r\n]$/.test(part) ? part : withoutMarks(part))

export const csvFormat: ViewedFormat = {
  from: 'view',
  contentType: 'text/csv; charset=utf-8; header=present',
  description: 'CSV (RFC 4180), safe to open in a spreadsheet.',
  begin: () => ({
    head: written([COLUMNS.map(([header]) => header)]),
    page: (findings) => written(findings.map((finding) => COLUMNS.map(([, value]) => plain(value(finding))))),
    end: () => '',
  }),
}

const written = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], {
    escape_formulas: true,
    // Where lists are separated by semicolons, a spreadsheet would begin a new cell behind one.
    quoted_match: /[;\t]/,
    record_delimiter: 'windows',
  })
