import { isCustomRule } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import { CATALOGUE } from '../../rules/catalogue/catalogue.ts'
import type { ExportContext, ExportedFinding, ViewedFormat } from './export-format.ts'
import { plainJson } from './export-format.ts'

const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
}

/**
 * SARIF 2.1.0, for pipelines that show it. Nothing here is a line of a file, so a result is at a logical location: the thing
 * that it is about. Rules stand behind the results, as the rules that had any.
 */
export const sarifFormat: ViewedFormat = {
  from: 'view',
  contentType: 'application/sarif+json',
  description: 'One SARIF 2.1.0 document; a finding is a result at a logical location.',
  begin(context) {
    const rules = new Map<string, ExportedFinding>()
    let written = 0
    return {
      head: '{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"results":[\n',
      page: (findings) =>
        findings
          .map((finding) => {
            rules.set(finding.rule_id, finding)
            written += 1
            return `${written === 1 ? '' : ',\n'}${plainJson(resultOf(finding))}`
          })
          .join(''),
      end: () => `\n],"tool":${plainJson(toolOf(context, [...rules.values()]))}}]}\n`,
    }
  },
}

const resultOf = (finding: ExportedFinding) => ({
  ruleId: finding.rule_id,
  // SARIF 3.27.10: whatever is no failure has no level.
  ...(finding.state === 'resolved'
    ? { kind: 'pass', level: 'none' }
    : { kind: 'fail', level: LEVEL[finding.effective_severity] }),
  message: { text: `${finding.title}: ${finding.asset.name ?? finding.asset.external_id}` },
  locations: [
    {
      logicalLocations: [
        {
          name: finding.asset.name ?? finding.asset.external_id,
          fullyQualifiedName: `${finding.asset.kind}/${finding.asset.external_id}`,
          kind: 'resource',
        },
      ],
    },
  ],
  partialFingerprints: { 'casbah/v1': finding.fingerprint },
  ...(finding.excepted === null
    ? {}
    : { suppressions: [{ kind: 'external', status: 'accepted', justification: finding.excepted.reason }] }),
  properties: {
    id: finding.id,
    integration_id: finding.integration_id,
    state: finding.state,
    severity: finding.effective_severity,
    first_seen_at: finding.first_seen_at,
  },
})

const toolOf = ({ version, asOf }: ExportContext, rules: readonly ExportedFinding[]) => ({
  driver: {
    name: 'Casbah',
    version,
    rules: rules.map(({ rule_id, title }) => {
      const rule = isCustomRule(rule_id) ? null : CATALOGUE[rule_id]
      return {
        id: rule_id,
        shortDescription: { text: title },
        ...(rule === null
          ? {}
          : {
              fullDescription: { text: rule.description },
              help: {
                text: [rule.remediation.why, ...rule.remediation.steps.map(({ text }) => text)].join('\n'),
              },
            }),
      }
    }),
    properties: { asOf },
  },
})
