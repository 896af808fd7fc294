/** The machine's axis: whether the finding stands. */
export const FINDING_STATES = ['open', 'resolved', 'reopened'] as const
export type FindingState = (typeof FINDING_STATES)[number]

/** People's axis; it never mixes with the machine's. */
export const TRIAGE_STATES = ['new', 'in_review', 'remediating', 'false_positive'] as const
export type TriageState = (typeof TRIAGE_STATES)[number]

export const FINDING_EVENT_KINDS = ['opened', 'updated', 'resolved', 'reopened', 'severity_changed'] as const
export type FindingEventKind = (typeof FINDING_EVENT_KINDS)[number]

export const FINDING_TRANSITIONS = {
  open: ['resolved'],
  resolved: ['reopened'],
  reopened: ['resolved'],
} as const satisfies Record<FindingState, readonly FindingState[]>

/** Why a rule could not judge; the words people read are made from these in one place. */
export const NOT_EVALUATED_REASONS = [
  'needs_chatgpt_enterprise',
  'needs_api_platform',
  'capability_denied',
  'awaiting_access',
  'stream_incomplete',
  'value_absent_upstream',
  'no_activity_signal',
  'collection_mode',
  'rule_disabled',
] as const
export type NotEvaluatedReason = (typeof NOT_EVALUATED_REASONS)[number]
