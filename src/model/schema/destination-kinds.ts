import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { BatchedKind, DestinationKind } from '../core/destinations.ts'
import { BATCHING, MESSAGE_DETAILS } from '../core/destinations.ts'
import { TICKET_SCOPES } from '../core/tickets.ts'
import { s3TokenProblem, s3UrlProblem } from './s3-target.ts'
import { shownSmtpUrl, smtpTokenProblem, smtpUrlProblem } from './smtp-url.ts'
import { shownSyslogUrl, syslogUrlProblem } from './syslog-url.ts'
import { shownWebhookUrl, webhookUrlProblem } from './webhook-url.ts'
import { digestSchedule } from './weekly-digest.ts'

/** What each kind of destination is made of: the API, the command line and what is sent all go by this. */
export interface KindSpec {
  /** Why it can be no destination of this kind, in words for people; null where it can. */
  urlProblem(text: string, allowed: ReadonlySet<string>): string | null
  /** As much of the URL as is ever shown. */
  shownUrl(text: string): string
  /** How it is spoken to and where: scheme, host and port, which stay where the rest is replaced. */
  placeOf(text: string): string
  /** What else it takes that is secret, in words; null: the URL is all there is. */
  readonly token: string | null
  /** It may be left out. */
  readonly tokenIsOptional?: true
  /** Why that is not what it takes, where it is more than one word; without it, any is. */
  tokenProblem?(token: string): string | null
  /** What may be said beside, nothing of it secret; what is left out has a default. */
  readonly settings: z.ZodObject
}

/** Bytes: some twenty certificates. */
const LONGEST_CA = 64 * 1024
/** Characters; Splunk's own limits are above. */
const LONGEST_NAME = 200

const common = (kind: BatchedKind) => {
  const { least, byDefault, most } = BATCHING[kind].windowSeconds
  return {
    detail: z
      .enum(MESSAGE_DETAILS)
      .default('counts')
      .describe(
        '`names`: what each thing is called (a GPT, a key, a project) is told, too. People never are.',
      ),
    window_seconds: z
      .int()
      .min(least)
      .max(most)
      .default(byDefault)
      .describe('Seconds from the first event until it is told with all that came meanwhile.'),
  }
}

const ca = z
  .string()
  .max(LONGEST_CA)
  .refine(isCertificate, 'must be certificates as PEM, and no key')
  .nullable()
  .default(null)
  .describe('Whose certificates hold there, as PEM; null: the authorities that Node knows.')

function isCertificate(pem: string): boolean {
  if (pem.includes('PRIVATE KEY')) return false
  try {
    new X509Certificate(pem)
    return true
  } catch {
    return false
  }
}

const name = z
  .string()
  .min(1)
  .max(LONGEST_NAME)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')

/** Characters: a bearer token of the largest is some hundred. */
const LONGEST_TOKEN = 2_000

/** What a destination takes its messages by; of every kind, since it ends in a header or a line of a protocol. */
export const tokenText = z
  .string()
  .min(1)
  .max(LONGEST_TOKEN, `must be ${LONGEST_TOKEN} characters at most`)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')

/** Recipients of one mail; a list of more is the mail server's. */
const MOST_RECIPIENTS = 20
/** RFC 5321 4.5.3.1.3, without the brackets. */
const LONGEST_ADDRESS = 254

/** An address alone: a name beside it would be one more text that a header has to hold. */
const address = z
  .string()
  .max(LONGEST_ADDRESS)
  .regex(/^[\w.+=-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/, 'must be like security@example.com')

/** No dots: a URL would leave such a part out, and another object be written than was signed for. */
const PREFIX = /^(?:[\w=-]+(?:\/[\w=-]+)*)?$/
/** Bytes of what is added to each new ticket: a dozen fields. */
const MOST_FIELD_BYTES = 8 * 1024
/** A list of objects within a field is three; a description in Jira's own format some eight. */
const MOST_FIELD_LEVELS = 16

/** Looked at before anything goes through it level by level: some thousands of them are more than the stack holds. */
const isWithin = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1)))

const ticketFields = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'must be names of fields'), z.unknown())
  .refine((fields) => isWithin(fields, MOST_FIELD_LEVELS), `must be ${MOST_FIELD_LEVELS} levels deep at most`)
  .pipe(z.record(z.string(), z.json()))
  .refine((fields) => JSON.stringify(fields).length <= MOST_FIELD_BYTES, 'must be 8 KB at most')
  .default({})
  .describe('Of each new ticket, as its API writes them: what it requires, an assignee, a priority.')

const per = z
  .enum(TICKET_SCOPES)
  .default('group')
  .describe('A ticket for each finding, or for all of one rule in one integration.')

const words = z
  .string()
  .min(1)
  .max(LONGEST_NAME)
  .regex(/^[^\p{Cc}]+$/u, 'must be one line')
const number = z.string().regex(/^-?\d{1,4}$/, "must be a state's number")

const SETTINGS = {
  webhook: z.strictObject({}),
  slack: z.strictObject(common('slack')),
  teams: z.strictObject(common('teams')),
  splunk_hec: z.strictObject({
    ...common('splunk_hec'),
    index: name.nullable().default(null).describe("Null: the token's own."),
    sourcetype: name.default('casbah:event'),
    ca,
  }),
  syslog: z.strictObject({ ...common('syslog'), ca }),
  s3: z.strictObject({
    ...common('s3'),
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be 3 to 63 of a-z, 0-9, dot and hyphen'),
    region: z
      .string()
      .max(LONGEST_NAME)
      .regex(/^[a-z0-9-]+$/, 'must be like eu-central-1')
      .default('us-east-1')
      .describe('What is signed names it; many stores of other makers take us-east-1.'),
    prefix: z
      .string()
      .max(LONGEST_NAME)
      .regex(PREFIX, 'must be names of A-Z, a-z, 0-9, _, - and = with single slashes between')
      .default(''),
    path_style: z
      .boolean()
      .default(false)
      .describe(
        'True: the bucket is in the path, as MinIO and others want it; false: in the name of the host.',
      ),
    gzip: z.boolean().default(false),
    encryption: z
      .enum(['AES256', 'aws:kms'])
      .nullable()
      .default(null)
      .describe("Asked of the store for each object; null: the bucket's own."),
    kms_key: name.nullable().default(null).describe("With aws:kms; null: the account's own."),
    ca,
  }),
  email: z.strictObject({
    ...common('email'),
    from: address,
    to: z.array(address).min(1).max(MOST_RECIPIENTS),
    digest: digestSchedule
      .nullable()
      .default(null)
      .describe('When the numbers of a week are sent, instead of what happens; null: they are not.'),
    ca,
  }),
  jira: z.strictObject({
    ...{ ...common('jira'), per, ca, fields: ticketFields },
    deployment: z.enum(['cloud', 'data_center']).default('cloud'),
    project: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,254}$/, "must be a project's key, like SEC")
      .describe("The project's key."),
    issue_type: words.default('Task'),
    close_status: words.default('Done').describe('The status that an issue goes to when all is resolved.'),
    reopen_status: words
      .nullable()
      .default(null)
      .describe('The status that it goes back to; null: a new issue is made.'),
  }),
  servicenow: z.strictObject({
    ...{ ...common('servicenow'), per, ca, fields: ticketFields },
    table: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,79}$/, 'must be the name of a table')
      .default('incident')
      .describe('One that extends task.'),
    close_state: number.default('6').describe('6 is Resolved of an incident.'),
    close_code: words.nullable().default('Solution provided'),
    reopen_state: number
      .nullable()
      .default(null)
      .describe('The state that it goes back to; null: a new record is made.'),
  }),
} as const satisfies Record<DestinationKind, z.ZodObject>

export type SettingsOf<Kind extends DestinationKind> = z.output<(typeof SETTINGS)[Kind]>

const http = {
  ...{ urlProblem: webhookUrlProblem, shownUrl: shownWebhookUrl },
  placeOf: (text: string): string => new URL(text).origin,
}

export const KIND_SPECS = {
  webhook: { ...http, token: null, settings: SETTINGS.webhook },
  slack: { ...http, token: null, settings: SETTINGS.slack },
  teams: { ...http, token: null, settings: SETTINGS.teams },
  splunk_hec: { ...http, token: 'HEC token', settings: SETTINGS.splunk_hec },
  syslog: {
    ...{ urlProblem: syslogUrlProblem, shownUrl: shownSyslogUrl, placeOf: shownSyslogUrl },
    ...{ token: null, settings: SETTINGS.syslog },
  },
  s3: {
    ...{ ...http, urlProblem: s3UrlProblem },
    ...{ token: 'access key', tokenProblem: s3TokenProblem, settings: SETTINGS.s3 },
  },
  email: {
    ...{ urlProblem: smtpUrlProblem, shownUrl: shownSmtpUrl, placeOf: shownSmtpUrl },
    ...{ token: 'login', tokenIsOptional: true, tokenProblem: smtpTokenProblem, settings: SETTINGS.email },
  },
  jira: { ...http, token: 'email:token, or personal access token', settings: SETTINGS.jira },
  servicenow: { ...http, token: 'user:password, or bearer token', settings: SETTINGS.servicenow },
} as const satisfies Record<DestinationKind, KindSpec>

/** What it cannot do without, in words; null where there is no such thing. */
export function neededToken(kind: DestinationKind): string | null {
  const spec: KindSpec = KIND_SPECS[kind]
  return spec.tokenIsOptional ? null : spec.token
}

/** Why a text of the form that all tokens have is none of this kind, as the end of a sentence; null where it may be one. */
export function tokenProblem(kind: DestinationKind, token: string): string | null {
  const spec: KindSpec = KIND_SPECS[kind]
  return spec.token === null ? `is not taken by ${kind}` : (spec.tokenProblem?.(token) ?? null)
}

/** As they stand in a row, with what is left out there as it is by default. */
export const settingsOf = <Kind extends DestinationKind>(kind: Kind, stored: unknown): SettingsOf<Kind> => {
  const schema: z.ZodObject = SETTINGS[kind]
  return schema.parse(stored) as SettingsOf<Kind>
}
