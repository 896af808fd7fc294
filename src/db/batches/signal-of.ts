import type { EventDraft, MessageDraft } from '../../model/core/records.ts'
import type { ActivitySignal } from '../../model/core/signals.ts'
import type { StreamName } from '../../model/core/streams.ts'

/**
 * Which records are a person's sign of life. A sign must be something the person did with success: a refused
 * sign-in may be anybody, a reset sent by an admin is the admin's, and a key's call is a machine's.
 */
const SIGN_INS: ReadonlySet<string> = new Set([
  'login_success',
  'native_login_success',
  'signup_success',
  'token_issued',
  'password_reset_success',
])

/** Platform audit types that name a person as actor although that person did not get in. */
const NOT_A_SIGN: ReadonlySet<string> = new Set(['login.failed', 'logout.failed'])

export function signalOf(stream: StreamName, record: EventDraft | MessageDraft): ActivitySignal | null {
  if (record.actor.kind !== 'person') return null
  if (record.type === 'message') return record.authorKind === 'user' ? 'conversations' : null
  return signalOfEvent({ stream, ...record })
}

/** Of an event that a person did. */
export function signalOfEvent({
  stream,
  action,
  eventType,
}: Pick<EventDraft, 'action' | 'eventType'> & { readonly stream: StreamName }): ActivitySignal | null {
  switch (stream) {
    case 'logs.AUTH_LOG':
      return action !== null && SIGN_INS.has(action) ? 'AUTH_LOG' : null
    case 'logs.AUDIT_LOG':
      return 'AUDIT_LOG'
    case 'platform.audit_logs':
      return NOT_A_SIGN.has(eventType) ? null : 'platform_audit'
    default:
      return null
  }
}
