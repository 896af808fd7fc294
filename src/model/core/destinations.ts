import type { DestinationId } from './ids.ts'

/** What a destination is. Each is one folder of `src/destinations` beside its entry in `KIND_SPECS`; a webhook is `src/webhooks`. */
export const DESTINATION_KINDS = [
  'webhook',
  'slack',
  'teams',
  'splunk_hec',
  'syslog',
  's3',
  'email',
  'jira',
  'servicenow',
] as const
export type DestinationKind = (typeof DESTINATION_KINDS)[number]

/** Told in batches. A webhook is told each event by itself. */
export type BatchedKind = Exclude<DestinationKind, 'webhook'>

export const isBatched = (kind: DestinationKind): kind is BatchedKind => kind !== 'webhook'

/** As people read them. */
export const DESTINATION_KIND_LABEL: Readonly<Record<DestinationKind, string>> = {
  webhook: 'webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  splunk_hec: 'Splunk HTTP Event Collector',
  syslog: 'syslog',
  s3: 'S3 object storage',
  email: 'e-mail',
  jira: 'Jira',
  servicenow: 'ServiceNow',
}

/**
 * How much is told of each finding. `counts`: rule, severity, how many, of which integration. `names`: also what the thing is
 * called (a GPT, a key, a project). Whom it is about is told in neither.
 */
export const MESSAGE_DETAILS = ['counts', 'names'] as const
export type MessageDetail = (typeof MESSAGE_DETAILS)[number]

export interface Batching {
  /** Seconds from the first event until its batch is sent: what comes meanwhile goes with it. */
  readonly windowSeconds: { readonly least: number; readonly byDefault: number; readonly most: number }
  /** Events a batch; as many are sent at once, whatever the window. */
  readonly mostEvents: number
}

const MINUTE = 60
const HOUR = 60 * MINUTE

/** A room is read by people, who want one message for what one run found; a SIEM wants it soon. */
const FOR_PEOPLE: Batching = { windowSeconds: { least: 1, byDefault: MINUTE, most: HOUR }, mostEvents: 1_000 }
/** HEC takes 1 MB a request: as many events stay below it whatever they are called. */
const FOR_MACHINES: Batching = {
  windowSeconds: { least: 1, byDefault: 5, most: 5 * MINUTE },
  mostEvents: 250,
}

/** Each batch is an object, of which a store had better hold few than many; two thousand events are some 2 MB. */
const FOR_STORES: Batching = {
  windowSeconds: { least: MINUTE, byDefault: 5 * MINUTE, most: 15 * MINUTE },
  mostEvents: 2_000,
}

/** A mailbox is looked into now and then: a quarter of an hour is soon enough, and keeps a run and its neighbours together. */
const FOR_MAILBOXES: Batching = {
  windowSeconds: { least: MINUTE, byDefault: 15 * MINUTE, most: 24 * HOUR },
  mostEvents: 1_000,
}

export const BATCHING: Readonly<Record<BatchedKind, Batching>> = {
  slack: FOR_PEOPLE,
  teams: FOR_PEOPLE,
  splunk_hec: FOR_MACHINES,
  syslog: FOR_MACHINES,
  s3: FOR_STORES,
  email: FOR_MAILBOXES,
  jira: FOR_PEOPLE,
  servicenow: FOR_PEOPLE,
}

/** Of the workflow that sends to one destination for as long as there is something. */
export interface BatchInput {
  readonly destinationId: DestinationId
}

/** Tells that workflow that there is something new. */
export const WAKE_SIGNAL = 'wake'
