import { asIntegrationId } from '../../model/core/ids.ts'
import type { CefField } from '../../syslog/cef.ts'
import { cefLine, labelled } from '../../syslog/cef.ts'
import type { ExportContext, ExportedFinding, ViewedFormat } from './export-format.ts'
import { millis } from './export-format.ts'

/** A finding as a line of CEF. Evidence has no place in it: it is of another shape for each rule. */
export const cefFormat: ViewedFormat = {
  from: 'view',
  contentType: 'text/plain; charset=utf-8',
  description: 'A CEF:0 event a line, for collectors that take syslog.',
  begin: (context) => ({
    head: '',
    page: (findings) => findings.map((finding) => `${lineOf(finding, context)}\n`).join(''),
    end: () => '',
  }),
}

const lineOf = (finding: ExportedFinding, context: ExportContext): string =>
  cefLine({
    version: context.version,
    signature: finding.rule_id,
    name: finding.title,
    severity: finding.effective_severity,
    fields: fieldsOf(finding, context),
  })

/** Keys of CEF's dictionary; what it has none for stands in custom strings, each with its label. */
const fieldsOf = (finding: ExportedFinding, { names }: ExportContext): readonly CefField[] => [
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
