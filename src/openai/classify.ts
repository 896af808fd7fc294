import type { Capability } from '../model/core/capabilities.ts'
import type { CredentialId } from '../model/core/ids.ts'
import type { ResultCode } from '../model/core/result-codes.ts'
import { BudgetWait } from './budget.ts'
import type { UpstreamFailure } from './failures.ts'
import {
  CapabilityDenied,
  CredentialRejected,
  isUpstreamFailure,
  NotThere,
  RateLimited,
  Transient,
  UpstreamContractChanged,
} from './failures.ts'

/**
 * Turns an answer that is not a success into one of the failures. OpenAI documents almost none of its
 * error bodies, so this goes by what was seen in the wild: the words of the message first (a missing
 * scope comes as 401 or 403, with no code), then the code, then the status. Words only choose a code;
 * they go nowhere else.
 */
export interface Asked {
  readonly credentialId: CredentialId
  readonly capability: Capability
  /** Method and route template. */
  readonly route: string
  /** What the last id in the path names, which decides what a 404 means. */
  readonly about: 'organization' | 'organization_logs' | 'workspace' | 'child' | 'file'
  /** The credential worked earlier: a 401 now means revoked or expired, not mistyped. */
  readonly acceptedBefore: boolean
}

export interface Refusal {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** The body's beginning; read here and nowhere else. */
  readonly body: string
}

const MISSING_SCOPES = /Missing scopes?: ([\w.:*-]+(?:,\s?[\w.:*-]+)*)/i

/** Scopes that OpenAI names as missing; null where the body does not speak of scopes. */
export function missingScopes(body: string): readonly string[] | null {
  const named = MISSING_SCOPES.exec(body)?.[1]
  if (named === undefined) return null
  return named.split(/,\s?/).map((scope) => scope.replace(/\.$/, ''))
}

export function classifyRefusal(refusal: Refusal, asked: Asked): UpstreamFailure {
  const { status, body } = refusal
  const retryAfterMs = parseRetryAfter(refusal.headers.get('retry-after'), Date.now())
  if (status === 429) return new RateLimited(retryAfterMs)
  if (status >= 500 || status === 408 || status === 425) return new Transient('server_error', retryAfterMs)
  const { message, code } = readError(body)
  const scopes = missingScopes(message)
  if (scopes !== null) return new CapabilityDenied('missing_scope', asked.capability, scopes)
  if (status === 401 || status === 403) return refused(status, message, code, asked)
  return unusable(status, message, asked)
}

function refused(status: 401 | 403, message: string, code: string, asked: Asked): UpstreamFailure {
  const reject = (result: ResultCode) => new CredentialRejected(result, asked.credentialId)
  const deny = (result: ResultCode) => new CapabilityDenied(result, asked.capability)
  if (speaksOfAddress(message, code)) return reject('ip_not_allowed')
  if (speaksOfAuditLogging(message, asked)) return deny('audit_logging_disabled')
  if (speaksOfWithdrawnKey(message)) return reject('key_revoked_or_expired')
  if (/organization/i.test(`${message} ${code}`) && MISMATCH.test(`${message} ${code}`)) {
    return asked.about === 'organization' ? reject('wrong_organization') : deny('wrong_organization')
  }
  if (/workspace/i.test(message) && MISMATCH.test(message)) return deny('wrong_organization')
  if (
    /cannot be used with|(key|credential) (class|type)|class of (this )?key|kind of key|not an? \w+ (api )?key/i.test(
      message,
    )
  ) {
    return reject('wrong_key_class')
  }
  if (status === 403 || speaksOfDisabledFeature(message)) return deny('missing_scope')
  return reject(asked.acceptedBefore ? 'key_revoked_or_expired' : 'invalid_key')
}

const MISMATCH =
  /member|mismatch|match|belong|another|other|different|not linked|not authori[sz]ed|no access/i

/** Within one sentence: a feature may be disabled, and a session expired, while the key is as good as ever. */
function speaksOfWithdrawnKey(message: string): boolean {
  const withdrawn = '(revoked|expired|deactivated|disabled)'
  return [
    `\\b(keys?|credentials?|tokens?)\\b[^.!?]*\\b${withdrawn}\\b`,
    `\\b${withdrawn}\\b[^.!?]*\\b(keys?|credentials?|tokens?)\\b`,
  ].some((pattern) => new RegExp(pattern, 'i').test(message))
}

/** Switched off for everybody: one thing less that may be read, and nothing against the key. */
const speaksOfDisabledFeature = (message: string): boolean =>
  /\bdisabled\b/i.test(message) && !/\b(account|user)\b/i.test(message)

function speaksOfAddress(message: string, code: string): boolean {
  if (/unsupported_country|ip_not_a|ip_allow/i.test(code)) return true
  if (/\bip\b/i.test(message) && /authori[sz]ed|allow|block|permit/i.test(message)) return true
  return /country, region, or territory/i.test(message)
}

function speaksOfAuditLogging(message: string, asked: Asked): boolean {
  return (
    asked.capability === 'platform.audit_logs_read' && /audit log/i.test(message) && /enabl/i.test(message)
  )
}

function unusable(status: number, message: string, asked: Asked): UpstreamFailure {
  if (speaksOfAuditLogging(message, asked)) {
    return new CapabilityDenied('audit_logging_disabled', asked.capability)
  }
  const isPart = asked.about === 'child' || asked.about === 'file'
  if ((status === 404 || status === 410) && isPart) return new NotThere('gone', asked.route)
  if (status === 404 && asked.about === 'workspace') {
    return new CapabilityDenied('unknown_workspace', asked.capability)
  }
  if (status === 404 && asked.about === 'organization_logs') {
    return new CapabilityDenied('wrong_organization', asked.capability)
  }
  // Documented for users and service accounts of a platform project: 400 "when project is archived".
  if (status === 400 && asked.about === 'child' && /archived/i.test(message))
    return new NotThere('archived', asked.route)
  if (status === 400 && /event_type|event type/i.test(message)) {
    return new UpstreamContractChanged('query.event_type', asked.route)
  }
  const refusesCursor = status === 400 && /\b(after|cursor|page)\b/i.test(message)
  return new UpstreamContractChanged(refusesCursor ? 'query.after' : '$', asked.route)
}

/** What a client may find in the body: OpenAI's own shape, FastAPI's `detail`, or a bare `message`. */
function readError(body: string): { message: string; code: string } {
  try {
    return fromJson(JSON.parse(body))
  } catch {
    return { message: body, code: '' }
  }
}

function fromJson(value: unknown): { message: string; code: string } {
  if (typeof value !== 'object' || value === null) return { message: '', code: '' }
  const { error, detail, message, code } = value as Record<string, unknown>
  if (typeof error === 'object' && error !== null) return fromJson(error)
  const words = [message, error, detail].find((candidate) => typeof candidate === 'string')
  return { message: typeof words === 'string' ? words : '', code: typeof code === 'string' ? code : '' }
}

// A header that asks for more than a day is nonsense; an hour at a time is asked again soon enough.
const LONGEST_RETRY_AFTER_MS = 3_600_000

/** `Retry-After` in seconds or as an HTTP date, in milliseconds from now; null where it is absent or unreadable. */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === '') return null
  const text = header.trim()
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs
  if (Number.isNaN(waitMs)) return null
  return Math.min(Math.max(Math.ceil(waitMs), 0), LONGEST_RETRY_AFTER_MS)
}

/**
 * Turns what was thrown on the way (by the network, by the SDK around it) into a failure. The caller's
 * own cancellation is not a failure and passes through untouched.
 */
export function classifyThrown(error: unknown, signal: AbortSignal): unknown {
  const known = findKnown(error)
  if (known !== null) return known
  if (signal.aborted) return signal.reason
  if (chain(error).some((link) => link.name === 'TimeoutError' || /timeout/i.test(codeOf(link)))) {
    return new Transient('timeout')
  }
  if (chain(error).some(isNetworkTrouble)) return new Transient('connection')
  return error
}

/** Our own failures come back wrapped when the SDK called our fetch. */
function findKnown(error: unknown): UpstreamFailure | BudgetWait | null {
  for (const link of chain(error)) {
    if (link instanceof BudgetWait || isUpstreamFailure(link)) return link
  }
  return null
}

const LONGEST_CHAIN = 8

function chain(error: unknown): Error[] {
  const links: Error[] = []
  let next = error
  while (next instanceof Error && links.length < LONGEST_CHAIN) {
    links.push(next)
    next = next.cause
  }
  return links
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '')

function isNetworkTrouble(error: Error): boolean {
  if (/^(E[A-Z]+|UND_ERR_\w+|CERT_\w+|ERR_TLS\w*|UNABLE_TO_\w+|HPE_\w+)$/.test(codeOf(error))) return true
  return error instanceof TypeError && /fetch failed|terminated/i.test(error.message)
}
