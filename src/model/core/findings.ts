/** The machine's axis: whether the finding stands. */
export const FINDING_STATES = ['open', 'resolved', 'reopened'] as const
export type FindingState = (typeof FINDING_STATES)[number]

/** People's axis; it never mixes with the machine's. */
export const TRIAGE_STATES = ['new', 'in_review', 'remediating', 'false_positive'] as const
export type TriageState = (typeof TRIAGE_STATES)[number]

/** As people read it. */
export const TRIAGE_LABEL: Record<TriageState, string> = {
  new: 'new',
  in_review: 'in review',
  remediating: 'remediating',
  false_positive: 'false positive',
}

/** What evaluations append to a finding's history, each once a run. */
export const MACHINE_EVENT_KINDS = ['opened', 'updated', 'resolved', 'reopened', 'severity_changed'] as const
export type MachineEventKind = (typeof MACHINE_EVENT_KINDS)[number]

/** What people append, as often as they like. */
export const PEOPLE_EVENT_KINDS = ['triaged', 'assigned', 'commented', 'excepted', 'unexcepted'] as const
export type PeopleEventKind = (typeof PEOPLE_EVENT_KINDS)[number]

/** What people only asked for: it says nothing of the finding, so whoever has read it has missed nothing. */
export const ASKED_EVENT_KINDS = ['rechecked'] as const
export type AskedEventKind = (typeof ASKED_EVENT_KINDS)[number]

export const FINDING_EVENT_KINDS = [
  ...MACHINE_EVENT_KINDS,
  ...PEOPLE_EVENT_KINDS,
  ...ASKED_EVENT_KINDS,
] as const
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
  'warming_up',
  'setting_missing',
  'no_directory',
  'no_dlp_profile',
  'rule_disabled',
  'expression_error',
  'expression_too_costly',
] as const
export type NotEvaluatedReason = (typeof NOT_EVALUATED_REASONS)[number]

/** As people read it behind a number of assets. */
export const NOT_EVALUATED_LABEL: Record<NotEvaluatedReason, string> = {
  needs_chatgpt_enterprise: 'need ChatGPT Enterprise',
  needs_api_platform: 'need the API platform',
  capability_denied: 'may not be read',
  awaiting_access: 'await access by OpenAI',
  stream_incomplete: 'were not read to the end yet',
  value_absent_upstream: 'lack a value that OpenAI did not send',
  no_activity_signal: 'have no sign of activity that could be read',
  collection_mode: 'are left out by the collection mode',
  warming_up: 'wait for the first days of the integration to pass',
  setting_missing: 'need a setting that nobody has made',
  no_directory: 'need the company’s directory, which is not there yet',
  no_dlp_profile: 'need DLP profiles, which this version has not',
  rule_disabled: 'have the rule disabled',
  expression_error: 'hold a value that the expression cannot be worked out with',
  expression_too_costly: 'hold more than the expression may look at',
}
