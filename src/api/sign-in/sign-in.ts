import { randomUUIDv7 } from 'node:crypto'
import { appendAudit } from '../../db/audit/append-audit.ts'
import { createSession, isStateUsed } from '../../db/sessions/sessions.ts'
import type { User } from '../../db/users/users.ts'
import { noteRefusal, noteSignIn, putUser } from '../../db/users/users.ts'
import type { Role } from '../../model/core/access.ts'
import { asSessionId, asUserId } from '../../model/core/ids.ts'
import { SESSION_LIFE_MS, UNCHECKED_LIFE_MS } from '../../model/core/sessions.ts'
import type { ApiDeps } from '../deps.ts'
import type { Attempt } from './attempt.ts'
import type { Granted, Provider } from './provider.ts'
import { SignInRefused } from './refused.ts'
import { newSessionSecret, secretHash } from './session-secret.ts'
import { actorOf, sealTokens } from './sessions.ts'
import type { SignInSettings } from './settings.ts'
import { roleOf } from './settings.ts'

/** Minutes between two rows of the audit log about one person who is refused. */
const REFUSAL_NOTED_EVERY_MIN = 60

interface Came {
  readonly attempt: Attempt
  /** What the provider sent back, `?code=…&state=…`. */
  readonly search: string
  readonly requestId: string
  readonly now: Date
}

type Deps = Pick<ApiDeps, 'database' | 'master'>

/**
 * The way back from the provider: its answer becomes a person, a role and a new session, or `SignInRefused`. Answers what
 * goes into the cookie. The secret is made here, after everything was looked at: whatever a browser showed before stands
 * for nothing.
 */
export async function finishSignIn(
  deps: Deps,
  settings: SignInSettings,
  provider: Provider,
  { attempt, search, requestId, now }: Came,
): Promise<string> {
  const stateHash = secretHash(attempt.state)
  if (new URLSearchParams(search).get('state') !== attempt.state) throw new SignInRefused('wrong-state')
  // Before the provider is asked: to it a code that comes twice is a theft, and it ends the session of the first.
  if (await isStateUsed(deps.database.drizzle, stateHash)) throw new SignInRefused('no-attempt', 'state_used')
  const granted = await provider.finish(search, attempt)
  const role = roleOf(settings.roles, granted.identity.values)
  const opened = await openSession(deps, { granted, role, stateHash, requestId, now })
  if (opened.secret === null) throw new SignInRefused(opened.refused)
  return opened.secret
}

interface Answered {
  readonly granted: Granted
  readonly role: Role | null
  readonly stateHash: string
  readonly requestId: string
  readonly now: Date
}

type Opened =
  | { readonly secret: string }
  | { readonly secret: null; readonly refused: 'no-role' | 'disabled' | 'no-attempt' }

/** In one transaction, so that there is no session without its row in the audit log, and none of who is being disabled. */
function openSession({ database, master }: Deps, answered: Answered): Promise<Opened> {
  const { granted, role, stateHash, requestId, now } = answered
  const at = now.toISOString()
  return database.drizzle.transaction(async (tx) => {
    const { issuer, subject, name, email } = granted.identity
    const user = await putUser(tx, asUserId(randomUUIDv7()), { issuer, subject, name, email, role })
    const facts = { actor: actorOf(user), target: `user/${user.id}`, requestId }
    const refused = whyRefused(user, role)
    if (refused !== null || role === null) {
      if (await noteRefusal(tx, user.id, at, REFUSAL_NOTED_EVERY_MIN))
        await appendAudit(tx, { ...facts, action: 'user.sign_in.refused', detail: { reason: refused } })
      return { secret: null, refused: refused ?? 'no-role' } as const
    }
    const [id, secret] = [asSessionId(randomUUIDv7()), newSessionSecret(master)]
    const life = granted.refreshToken === null ? UNCHECKED_LIFE_MS : SESSION_LIFE_MS
    const isNew = await createSession(tx, {
      ...{ id, hash: secretHash(secret), stateHash, userId: user.id, role },
      ...sealTokens(master, id, granted),
      ...{ startedAt: at, lastSeenAt: at, checkedAt: at, checkingUntil: null },
      endsAt: new Date(now.getTime() + life).toISOString(),
    })
    if (!isNew) return { secret: null, refused: 'no-attempt' } as const
    await noteSignIn(tx, user.id, at)
    await appendAudit(tx, { ...facts, action: 'user.sign_in', detail: { role, session_id: id } })
    return { secret }
  })
}

function whyRefused({ disabledAt }: User, role: Role | null): 'disabled' | 'no-role' | null {
  if (disabledAt !== null) return 'disabled'
  return role === null ? 'no-role' : null
}
