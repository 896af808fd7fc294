import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common'
import type { Capability } from '../model/core/capabilities.ts'
import { CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import type { CredentialId } from '../model/core/ids.ts'
import type { ResultCode } from '../model/core/result-codes.ts'
import { BudgetWait } from './budget.ts'

/**
 * Everything that upstream can do to us, as types; `classify.ts` makes them from answers and errors, and
 * `toApplicationFailure` is the only place that makes Temporal failures of them. Messages are built from
 * codes, our own labels and OpenAI's names of scopes: no secret and no text of an answer is ever in one.
 */
export type UpstreamFailure =
  | CredentialRejected
  | CapabilityDenied
  | RateLimited
  | Transient
  | UpstreamContractChanged
  | CursorStuck
  | NotThere

/** The key itself is refused: nothing more can be read with it until a person replaces it. */
export class CredentialRejected extends Error {
  override readonly name = 'CredentialRejected'
  readonly code: ResultCode
  readonly credentialId: CredentialId
  constructor(code: ResultCode, credentialId: CredentialId) {
    super(`OpenAI refused the credential (${code}); replace it, and collection goes on where it stopped.`)
    this.code = code
    this.credentialId = credentialId
  }
}

/** The key works, this one thing is refused to it: the run goes on without. */
export class CapabilityDenied extends Error {
  override readonly name = 'CapabilityDenied'
  readonly code: ResultCode
  readonly capability: Capability
  /** Scopes that OpenAI named as missing; empty where it named none. */
  readonly scopes: readonly string[]
  constructor(code: ResultCode, capability: Capability, scopes: readonly string[] = []) {
    super(
      `Not allowed to ${CAPABILITY_FACTS[capability].label} (${code}); the fix is in the connection test.`,
    )
    this.code = code
    this.capability = capability
    this.scopes = scopes
  }
}

export class RateLimited extends Error {
  override readonly name = 'RateLimited'
  /** Null where upstream did not say how long. */
  readonly retryAfterMs: number | null
  constructor(retryAfterMs: number | null) {
    super('OpenAI asked for fewer requests (429); the stream waits and goes on.')
    this.retryAfterMs = retryAfterMs
  }
}

export const TRANSIENT_CAUSES = [
  'server_error',
  'connection',
  'timeout',
  'truncated_body',
  'bad_checksum',
  'expired_link',
] as const
export type TransientCause = (typeof TRANSIENT_CAUSES)[number]

/** Worth trying again from the checkpoint. */
export class Transient extends Error {
  override readonly name = 'Transient'
  readonly reason: TransientCause
  readonly retryAfterMs: number | null
  constructor(reason: TransientCause, retryAfterMs: number | null = null) {
    super(`OpenAI could not answer (${reason}); tried again from the checkpoint.`)
    this.reason = reason
    this.retryAfterMs = retryAfterMs
  }
}

/** The path of an answer that is no answer of any described kind for its size alone. */
export const TOO_LARGE = '$ (larger than any described answer)'

/** A page that cannot be read at all. Single records of an unknown shape are quarantined instead. */
export class UpstreamContractChanged extends Error {
  override readonly name = 'UpstreamContractChanged'
  /** JSON path of what was not as described; never a value. */
  readonly path: string
  /** Route template. */
  readonly route: string
  constructor(path: string, route: string) {
    super(
      `OpenAI's answer to ${route} is not readable at ${path}: update Casbah, or report it with casbah probe --shape-report.`,
    )
    this.path = path
    this.route = route
  }
}

/** `has_more` is true and the cursor does not move: going on would loop forever. */
export class CursorStuck extends Error {
  override readonly name = 'CursorStuck'
  readonly route: string
  constructor(route: string) {
    super(
      `OpenAI says there is more at ${route}, but its cursor does not move. The stream stops here; the next run tries again.`,
    )
    this.route = route
  }
}

/** Gone or archived between listing the parent and reading it: nothing to read, not an error. */
export class NotThere extends Error {
  override readonly name = 'NotThere'
  readonly what: 'gone' | 'archived'
  /** Route template. */
  readonly route: string
  constructor(what: 'gone' | 'archived', route: string) {
    super(`OpenAI no longer has this object (${what}).`)
    this.what = what
    this.route = route
  }
}

const UPSTREAM_FAILURES = [
  CredentialRejected,
  CapabilityDenied,
  RateLimited,
  Transient,
  UpstreamContractChanged,
  CursorStuck,
  NotThere,
] as const

export const isUpstreamFailure = (error: unknown): error is UpstreamFailure =>
  UPSTREAM_FAILURES.some((kind) => error instanceof kind)

/** Milliseconds to wait after a 429 that does not say how long: a minute is the longest window OpenAI counts in. */
export const UNSTATED_RETRY_MS = 60_000

/**
 * Makes the failure that Temporal records. Cancellations and failures already made pass through; errors
 * that nobody foresaw lose their message, because a driver's message may quote a row. What `fetch` and timers
 * throw of a cancelled activity's signal is an AbortError, and means the signal's reason: the cancellation.
 */
export function toApplicationFailure(error: unknown, cancellation?: AbortSignal): Error {
  if (error instanceof ApplicationFailure) return error
  if (error instanceof CancelledFailure) return error
  if (isAbort(error) && cancellation?.aborted && cancellation.reason instanceof CancelledFailure) {
    return cancellation.reason
  }
  if (error instanceof BudgetWait) return waiting(error.message, error.untilMs - Date.now())
  if (isUpstreamFailure(error)) return fromUpstream(error)
  return unforeseen(error)
}

/** A DOMException is an Error too; `AbortSignal.timeout` has a name of its own. */
const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

function fromUpstream(error: UpstreamFailure): ApplicationFailure {
  switch (error.name) {
    case 'CredentialRejected':
      return final(error, [{ code: error.code, credentialId: error.credentialId }])
    case 'CapabilityDenied':
      return final(error, [{ code: error.code, capability: error.capability, scopes: error.scopes }])
    case 'RateLimited':
      return waiting(error.message, error.retryAfterMs ?? UNSTATED_RETRY_MS)
    case 'Transient':
      return ApplicationFailure.create({
        message: error.message,
        type: error.name,
        details: [{ reason: error.reason }],
        ...(error.retryAfterMs === null ? {} : { nextRetryDelay: error.retryAfterMs }),
      })
    case 'UpstreamContractChanged':
      return final(error, [{ path: error.path, route: error.route }])
    case 'CursorStuck':
      return final(error, [{ route: error.route }])
    case 'NotThere':
      return final(error, [{ what: error.what, route: error.route }])
    default:
      return error satisfies never
  }
}

function final(error: UpstreamFailure, details: unknown[]): ApplicationFailure {
  return ApplicationFailure.create({ message: error.message, type: error.name, nonRetryable: true, details })
}

function waiting(message: string, delayMs: number): ApplicationFailure {
  return ApplicationFailure.create({
    message,
    type: 'RateLimited',
    nextRetryDelay: Math.max(delayMs, 1),
    category: ApplicationFailureCategory.BENIGN,
  })
}

/** Keeps the error's type and, for Postgres and Node, its code: enough to look it up, nothing that quotes data. */
function unforeseen(error: unknown): ApplicationFailure {
  const type = error instanceof Error ? error.name : 'UnknownError'
  const code = error instanceof Error && 'code' in error ? String(error.code) : null
  const plainCode = code !== null && /^\w{1,40}$/.test(code) ? code : null
  return ApplicationFailure.create({
    message: `Unforeseen ${type}${plainCode === null ? '' : ` (${plainCode})`}; the worker's log has more.`,
    type,
    ...(plainCode === null ? {} : { details: [{ code: plainCode }] }),
  })
}
