import { asIntegrationId } from '../../model/core/ids.ts'
import { withoutMarks } from '../../model/core/marks.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { ExportContext, ExportedFinding, ExportFormat } from './export-format.ts'
import { millis } from './export-format.ts'

/**
 * ArcSight's Common Event Format, a finding a line. In the head `|` and `\` are escaped and a line end is a space; in values
 * `=` and `\` are, and a line end is written `\n`. Names come from a customer's tenant: one that holds ` act=` must not become
 * a field. Evidence has no place in it: it is of another shape for each rule.
 * Source: ArcSight Common Event Format (CEF) Implementation Standard, version 26.
 */

const SEVERITY: Readonly<Record<Severity, number>> = { low: 3, medium: 5, high: 8, critical: 10 }

const LINE_END = /\r\n?|\n/g

export const cefHead = (text: string): string =>
  withoutMarks(text.replaceAll(LINE_END, ' ')).replaceAll(/[\\|]/g, '\\$&')

export const cefValue = (text: string): string =>
  text
    .split(LINE_END)
    .map((line) => withoutMarks(line).replaceAll(/[\\=]/g, '\\$&'))
    .join('\\n')

export const cefFormat: ExportFormat = {
  contentType: 'text/plain; charset=utf-8',
  description: 'A CEF:0 event a line, for collectors that take syslog.',
  begin: (context) => ({
    head: '',
    page: (findings) => findings.map((finding) => `${lineOf(finding, context)}\n`).join(''),
    end: () => '',
  }),
}

function lineOf(finding: ExportedFinding, context: ExportContext): string {
  const head = ['Casbah', 'Casbah', context.version, finding.rule_id, finding.title].map(cefHead)
  const fields = fieldsOf(finding, context).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name}=${cefValue(String(value))}`],
  )
  return ['CEF:0', ...head, SEVERITY[finding.effective_severity], fields.join(' ')].join('|')
}

type Field = readonly [name: string, value: string | number | null]

/** Keys of CEF's dictionary; what it has none for stands in custom strings, each with its label. */
const fieldsOf = (finding: ExportedFinding, { names }: ExportContext): readonly Field[] => [
  ['rt', millis(finding.last_seen_at)],
  ['start', millis(finding.first_seen_at)],
  ['end', finding.resolved_at === null ? null : millis(finding.resolved_at)],
  ['externalId', finding.id],
  ['cat', finding.category],
  ['act', finding.state],
  ['reason', finding.severity_reason],
  ['suser', finding.owner?.person.email ?? finding.owner?.person.name ?? null],
  ['deviceExternalId', finding.integration_id],
  ...labelled('cs1', 'assetKind', finding.asset.kind),
  ...labelled('cs2', 'assetExternalId', finding.asset.external_id),
  ...labelled('cs3', 'assetName', finding.asset.name),
  ...labelled('cs4', 'integration', names.get(asIntegrationId(finding.integration_id)) ?? null),
  ...labelled('cs5', 'findingTypeId', finding.finding_type_id),
  ...labelled('cs6', 'triage', finding.excepted === null ? finding.triage : 'excepted'),
  ...labelled('deviceCustomDate1', 'dueAt', millis(finding.due_at)),
]

const labelled = (key: string, label: string, value: string | number | null): readonly Field[] =>
  value === null || value === ''
    ? []
    : [
        [key, value],
        [`${key}Label`, label],
      ]
