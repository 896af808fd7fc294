import { appendAudit } from '../../db/audit/append-audit.ts'
import { openSecret, sealSecret } from '../../db/seal/master-key.ts'
import { sessionPlace } from '../../db/seal/place.ts'
import type { OpenSession, Session } from '../../db/sessions/sessions.ts'
import {
  claimCheck,
  deleteSession,
  findSession,
  overdueSessions,
  settleCheck,
  touchSession,
} from '../../db/sessions/sessions.ts'
import type { User } from '../../db/users/users.ts'
import { setUserRole } from '../../db/users/users.ts'
import type { Actor } from '../../model/core/actor.ts'
import type { SessionEnd } from '../../model/core/sessions.ts'
import { CHECK_EVERY_MS, endedByTime, SESSION_IDLE_MS, TRUSTED_FOR_MS } from '../../model/core/sessions.ts'
import type { ApiDeps } from '../deps.ts'
import { Limiter } from '../limiter.ts'
import { ApiProblem } from '../problem.ts'
import type { Granted, Provider } from './provider.ts'
import { SignInRefused } from './refused.ts'
import { isSessionSecret, secretHash } from './session-secret.ts'
import type { SignInSettings } from './settings.ts'
import { roleOf } from './settings.ts'

/** Milliseconds that one request has to ask the provider; then another may. More than its four requests can take. */
const CHECK_LEASE_MS = 30_000
/** Milliseconds between notes that a session is in use: at each request it would be a hot row. */
const TOUCH_EVERY_MS = 60_000
/** Fewer than the pool has connections: whoever shows one cookie without pause must not take them all. */
const LOOKUPS_AT_ONCE = 3
/** Sessions that nobody will show again are put away so many at a sign-in: more than one sign-in adds. */
const SWEPT_AT_ONCE = 20

type Deps = Pick<ApiDeps, 'database' | 'master' | 'log'>

export const actorOf = ({ id, name }: User): Actor => ({ kind: 'user', id, label: name })

/**
 * Looks after sessions once they are there. What a session goes through at a request, in order: is it known, is its person
 * enabled, are its clocks running, is it time to ask the provider again. See `model/core/sessions.ts` for the clocks.
 */
export class Sessions {
  readonly #deps: Deps
  readonly #settings: SignInSettings
  readonly #provider: Provider
  readonly #now: () => Date
  readonly #lookups = new Limiter(LOOKUPS_AT_ONCE)

  constructor(deps: Deps, settings: SignInSettings, provider: Provider, now: () => Date) {
    this.#deps = deps
    this.#settings = settings
    this.#provider = provider
    this.#now = now
  }

  /**
   * The session that a cookie stands for, with the role it has now; null where there is none, or none any more. A look that
   * is no use of it (an answer that is still being sent) does not keep it from ending idle.
   */
  async open(secret: string, { isUse } = { isUse: true }): Promise<OpenSession | null> {
    const found = await this.find(secret)
    if (found === null) return null
    const { session, user } = found
    const now = this.#now()
    const reason = user.disabledAt === null ? endedByTime(session, now) : 'disabled'
    const { role } = user
    if (reason !== null || role === null) {
      await this.end(found, reason ?? 'no_role')
      return null
    }
    // What the provider said last of the person, in whichever browser: it may be long until it is asked of this one.
    const checked = await this.#check({ user, session: { ...session, role } }, now)
    if (isUse && checked !== null && now.getTime() - Date.parse(session.lastSeenAt) >= TOUCH_EVERY_MS)
      await touchSession(this.#deps.database.drizzle, session.id, now.toISOString())
    return checked
  }

  /** As `open`, and asks nothing of it: whose was it? */
  async find(secret: string): Promise<OpenSession | null> {
    if (!isSessionSecret(this.#deps.master, secret)) return null
    return this.#lookups.run('all', () => findSession(this.#deps.database.drizzle, secretHash(secret)))
  }

  /** Deletes it and says why, both or neither, once. */
  async end(
    { session, user }: OpenSession,
    reason: SessionEnd,
    requestId: string | null = null,
  ): Promise<void> {
    await this.#deps.database.drizzle.transaction(async (tx) => {
      // The person first, as whoever shuts them out does: else each could hold what the other waits for.
      if (reason === 'no_role' && user.role !== null) await setUserRole(tx, user.id, null)
      if (!(await deleteSession(tx, session.id))) return
      await appendAudit(tx, {
        actor: actorOf(user),
        action: reason === 'signed_out' ? 'user.sign_out' : 'session.end',
        target: `user/${user.id}`,
        detail: { session_id: session.id, ...(reason === 'signed_out' ? {} : { reason }) },
        requestId,
      })
    })
  }

  /** Puts sessions away whose browsers will not come back; each leaves its row in the audit log as if it had. */
  async sweep(): Promise<void> {
    const now = this.#now()
    const idleSince = new Date(now.getTime() - SESSION_IDLE_MS).toISOString()
    const clocks = { now: now.toISOString(), idleSince, limit: SWEPT_AT_ONCE }
    for (const overdue of await overdueSessions(this.#deps.database.drizzle, clocks))
      await this.end(overdue, endedByTime(overdue.session, now) ?? 'idle')
  }

  /** The provider's token that a session was opened with, for signing out there. */
  idTokenOf({ id, sealedIdToken }: Session): string {
    return openSecret(this.#deps.master, sessionPlace('sessions.sealed_id_token', id), sealedIdToken)
  }

  async #check(found: OpenSession, now: Date): Promise<OpenSession | null> {
    const { session } = found
    const age = now.getTime() - Date.parse(session.checkedAt)
    if (session.sealedRefreshToken === null || age < CHECK_EVERY_MS) return found
    const until = new Date(now.getTime() + CHECK_LEASE_MS).toISOString()
    const claimed = await claimCheck(this.#deps.database.drizzle, session, now.toISOString(), until)
    // Somebody else asks just now, or has lately and got no answer.
    if (claimed === null) return trusted(found, age)
    try {
      return await this.#settle({ session: claimed, user: found.user }, await this.#ask(found, claimed), now)
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error
      this.#deps.log.warn(
        { sessionId: session.id, reason: error.reason, code: error.code },
        'the identity provider did not renew a session',
      )
      if (error.reason === 'away' || error.reason === 'not-set-up') return trusted(found, age)
      await this.end(found, 'refused_by_provider')
      return null
    }
  }

  #ask({ user }: OpenSession, { id, sealedRefreshToken, sealedIdToken }: Session): Promise<Granted> {
    const { master } = this.#deps
    return this.#provider.refresh({
      refreshToken: openSecret(
        master,
        sessionPlace('sessions.sealed_refresh_token', id),
        sealedRefreshToken ?? new Uint8Array(),
      ),
      idToken: openSecret(master, sessionPlace('sessions.sealed_id_token', id), sealedIdToken),
      subject: user.subject,
    })
  }

  async #settle(found: OpenSession, granted: Granted, now: Date): Promise<OpenSession | null> {
    const { session, user } = found
    const role = roleOf(this.#settings.roles, granted.identity.values)
    if (role === null) {
      await this.end(found, 'no_role')
      return null
    }
    const { database, master } = this.#deps
    const checked = {
      role,
      checkedAt: now.toISOString(),
      ...sealTokens(master, session.id, granted),
    }
    const isOpen = await database.drizzle.transaction(async (tx) => {
      if (user.role !== role) await setUserRole(tx, user.id, role)
      return settleCheck(tx, { id: session.id, ...checked })
    })
    return isOpen ? { session: { ...session, ...checked }, user: { ...user, role } } : null
  }
}

/** Sealed for this session alone. */
export function sealTokens(
  master: Deps['master'],
  id: Session['id'],
  { refreshToken, idToken }: Pick<Granted, 'refreshToken' | 'idToken'>,
): { readonly sealedRefreshToken: Uint8Array | null; readonly sealedIdToken: Uint8Array } {
  return {
    sealedRefreshToken:
      refreshToken === null
        ? null
        : sealSecret(master, sessionPlace('sessions.sealed_refresh_token', id), refreshToken),
    sealedIdToken: sealSecret(master, sessionPlace('sessions.sealed_id_token', id), idToken),
  }
}

/** The last answer still counts, or nobody knows who this is now. */
function trusted(found: OpenSession, age: number): OpenSession {
  if (age < TRUSTED_FOR_MS) return found
  throw new ApiProblem(
    'unavailable',
    'The identity provider has not answered for fifteen minutes, so nobody can say whether you may still be here.',
  )
}
