import { and, eq, isNull, lte, or } from 'drizzle-orm'
import type { Role } from '../../model/core/access.ts'
import type { SessionId, UserId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { sessions, users } from '../schema/users.ts'
import type { User } from '../users/users.ts'

export type Session = typeof sessions.$inferSelect

export interface OpenSession {
  readonly session: Session
  readonly user: User
}

/** False where this sign-in has made a session already: its callback was sent twice. */
export async function createSession(db: Db, session: Session): Promise<boolean> {
  const made = await db
    .insert(sessions)
    .values(session)
    .onConflictDoNothing({ target: sessions.stateHash })
    .returning({ id: sessions.id })
  return made.length > 0
}

/** The session behind a hash, whatever its clocks say, and whose it is. */
export async function findSession(db: Db, hash: string): Promise<OpenSession | null> {
  const [row] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.hash, hash))
  return row ?? null
}

export async function isStateUsed(db: Db, stateHash: string): Promise<boolean> {
  const rows = await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.stateHash, stateHash))
  return rows.length > 0
}

export async function touchSession(db: Db, id: SessionId, at: string): Promise<void> {
  await db.update(sessions).set({ lastSeenAt: at }).where(eq(sessions.id, id))
}

/**
 * Takes the right to ask the provider: a refresh token is often good for one use, and two requests that used it at once
 * would look like a theft and end the session. Null where another has it, or has asked meanwhile. The tokens are read by the
 * same statement, so they are those that the check before left.
 */
export async function claimCheck(
  db: Db,
  { id, checkedAt }: Pick<Session, 'id' | 'checkedAt'>,
  now: string,
  until: string,
): Promise<Session | null> {
  const [row] = await db
    .update(sessions)
    .set({ checkingUntil: until })
    .where(
      and(
        eq(sessions.id, id),
        eq(sessions.checkedAt, checkedAt),
        or(isNull(sessions.checkingUntil), lte(sessions.checkingUntil, now)),
      ),
    )
    .returning()
  return row ?? null
}

export interface CheckedSession {
  readonly id: SessionId
  readonly role: Role
  readonly checkedAt: string
  readonly sealedRefreshToken: Uint8Array | null
  readonly sealedIdToken: Uint8Array
}

/** False where the session has ended meanwhile. */
export async function settleCheck(db: Db, { id, ...checked }: CheckedSession): Promise<boolean> {
  const done = await db
    .update(sessions)
    .set({ ...checked, checkingUntil: null })
    .where(eq(sessions.id, id))
    .returning({ id: sessions.id })
  return done.length > 0
}

/** False where it is gone already. */
export async function deleteSession(db: Db, id: SessionId): Promise<boolean> {
  const gone = await db.delete(sessions).where(eq(sessions.id, id)).returning({ id: sessions.id })
  return gone.length > 0
}

/** Ends all sessions of one person; answers how many. */
export async function deleteSessionsOf(db: Db, userId: UserId): Promise<number> {
  const gone = await db.delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id })
  return gone.length
}

/** Those whose clocks ran out while nobody showed them: a browser that was closed shows nothing again. */
export function overdueSessions(
  db: Db,
  clocks: { readonly now: string; readonly idleSince: string; readonly limit: number },
): Promise<OpenSession[]> {
  return db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(or(lte(sessions.endsAt, clocks.now), lte(sessions.lastSeenAt, clocks.idleSince)))
    .limit(clocks.limit)
}
