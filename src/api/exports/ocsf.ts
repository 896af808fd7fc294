import { asIntegrationId } from '../../model/core/ids.ts'
import { isCustomRule } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import { SEVERITY_LABEL } from '../../model/core/severity.ts'
import { CATALOGUE } from '../../rules/catalogue/catalogue.ts'
import type { RuleEntry } from '../../rules/catalogue/entry.ts'
import type { ExportContext, ExportedFinding } from './export-format.ts'
import { jsonLines, millis } from './export-format.ts'

/**
 * Findings as events of the Open Cybersecurity Schema Framework 1.8.0 (https://schema.ocsf.io/1.8.0). Which class a finding
 * is of follows from what its rule judges: what is there is a Compliance Finding, what happened a Detection Finding, what
 * was said or is in a file a Data Security Finding. Rules that people wrote are named by no kind here, and count as the
 * first. Names beside ids are those of the schema, to the letter.
 *
 * Severity and risk level count from different numbers in OCSF; no risk level is sent.
 */
const OCSF_VERSION = '1.8.0'

const CATEGORY = { category_uid: 2, category_name: 'Findings' } as const

const CLASSES = {
  state: { class_uid: 2003, class_name: 'Compliance Finding' },
  event: { class_uid: 2004, class_name: 'Detection Finding' },
  content: { class_uid: 2006, class_name: 'Data Security Finding' },
} as const

const ACTIVITIES = {
  create: { activity_id: 1, activity_name: 'Create' },
  update: { activity_id: 2, activity_name: 'Update' },
  close: { activity_id: 3, activity_name: 'Close' },
} as const

const SEVERITY_ID: Readonly<Record<Severity, number>> = { low: 2, medium: 3, high: 4, critical: 5 }

const STATUSES = {
  new: { status_id: 1, status: 'New' },
  inProgress: { status_id: 2, status: 'In Progress' },
  suppressed: { status_id: 3, status: 'Suppressed' },
  resolved: { status_id: 4, status: 'Resolved' },
} as const

const PASS = { status_id: 1, status: 'Pass' } as const
const FAIL = { status_id: 3, status: 'Fail' } as const
const BY_RULE = { type_id: 1, type: 'Rule' } as const
/** Cloud Access Security Broker. */
const DETECTED_BY = { detection_system_id: 8, detection_system: 'Cloud Access Security Broker' } as const
const AT_REST = { data_lifecycle_state_id: 1, data_lifecycle_state: 'Data at-Rest' } as const

export const ocsfFormat = jsonLines('An OCSF 1.8.0 event a line: classes 2003, 2004 and 2006.', ocsfEvent)

export function ocsfEvent(finding: ExportedFinding, context: ExportContext) {
  const rule = isCustomRule(finding.rule_id) ? null : CATALOGUE[finding.rule_id]
  const kind = rule?.kind ?? 'state'
  const activity = activityOf(finding)
  const { class_uid, class_name } = CLASSES[kind]
  return {
    ...activity,
    ...CATEGORY,
    ...{ class_uid, class_name },
    type_uid: class_uid * 100 + activity.activity_id,
    type_name: `${class_name}: ${activity.activity_name}`,
    time: timeOf(finding),
    severity_id: SEVERITY_ID[finding.effective_severity],
    severity: SEVERITY_LABEL[finding.effective_severity],
    ...statusOf(finding),
    message: `${finding.title}: ${finding.asset.name ?? finding.asset.external_id}`,
    metadata: {
      version: OCSF_VERSION,
      uid: finding.id,
      tenant_uid: finding.integration_id,
      product: { name: 'Casbah', vendor_name: 'Casbah', version: context.version },
    },
    finding_info: infoOf(finding, rule),
    resources: [resourceOf(finding)],
    ...partsOf(kind, finding, rule),
    unmapped: unmappedOf(finding, context),
  }
}

/** What the class asks for beyond what all findings have. */
function partsOf(kind: RuleEntry['kind'], finding: ExportedFinding, rule: RuleEntry | null): object {
  switch (kind) {
    case 'state':
      return {
        compliance: {
          control: finding.rule_id,
          standards: standardsOf(rule),
          ...(finding.state === 'resolved' ? PASS : FAIL),
        },
        ...(rule === null ? {} : { remediation: remediationOf(rule) }),
      }
    case 'event':
      return {
        is_alert: finding.state !== 'resolved',
        evidences: [{ uid: finding.fingerprint, data: finding.evidence }],
        ...(rule === null ? {} : { remediation: remediationOf(rule) }),
      }
    case 'content':
      return {
        data_security: { ...DETECTED_BY, ...AT_REST, policy: { uid: finding.rule_id, name: finding.title } },
      }
    default:
      return kind satisfies never
  }
}

function activityOf({ state }: ExportedFinding) {
  switch (state) {
    case 'open':
      return ACTIVITIES.create
    case 'reopened':
      return ACTIVITIES.update
    case 'resolved':
      return ACTIVITIES.close
    default:
      return state satisfies never
  }
}

/** When the activity was: found, seen again, or gone. */
const timeOf = ({ state, first_seen_at, last_seen_at, resolved_at }: ExportedFinding): number =>
  millis(state === 'open' ? first_seen_at : ((state === 'resolved' ? resolved_at : null) ?? last_seen_at))

/** One axis here, three with us: what is gone is resolved, then what people tolerate or deny, then what they work on. */
function statusOf({ state, triage, excepted }: ExportedFinding) {
  if (state === 'resolved') return STATUSES.resolved
  if (excepted !== null || triage === 'false_positive') return STATUSES.suppressed
  return triage === 'new' ? STATUSES.new : STATUSES.inProgress
}

const infoOf = (finding: ExportedFinding, rule: RuleEntry | null) => ({
  uid: finding.id,
  title: finding.title,
  ...(rule === null ? {} : { desc: rule.description }),
  types: [finding.category],
  analytic: {
    ...BY_RULE,
    uid: finding.rule_id,
    name: finding.title,
    version: String(finding.rule_version),
    category: finding.category,
  },
  created_time: millis(finding.first_seen_at),
  first_seen_time: millis(finding.first_seen_at),
  last_seen_time: millis(finding.last_seen_at),
})

const resourceOf = ({ asset, owner }: ExportedFinding) => ({
  uid: asset.external_id,
  name: asset.name ?? asset.external_id,
  // `chatgpt.gpt` is one of OpenAI's, as other clouds name theirs.
  type: `openai.${asset.kind}`,
  ...(owner === null ? {} : { owner: userOf(owner.person) }),
})

const userOf = ({ id, email, name }: NonNullable<ExportedFinding['owner']>['person']) => ({
  uid: id,
  ...(email === null ? {} : { email_addr: email }),
  ...(name === null ? {} : { name }),
})

const remediationOf = ({ remediation }: RuleEntry) => ({
  desc: [remediation.why, ...remediation.steps.map(({ text }) => text)].join(' '),
  references: remediation.steps.flatMap(({ url }) => url ?? []),
})

const standardsOf = (rule: RuleEntry | null): readonly string[] =>
  Object.entries(rule?.frameworks ?? {}).flatMap(([framework, ids]) => ids.map((id) => `${framework} ${id}`))

/** What OCSF has no place for. */
const unmappedOf = (finding: ExportedFinding, { names, asOf }: ExportContext) => ({
  fingerprint: finding.fingerprint,
  finding_type_id: finding.finding_type_id,
  integration: names.get(asIntegrationId(finding.integration_id)) ?? null,
  published_severity: finding.severity,
  severity_reason: finding.severity_reason,
  triage: finding.triage,
  assignee: finding.assignee,
  exception: finding.excepted,
  due_at: finding.due_at,
  evidence: finding.evidence,
  as_of: asOf,
})
