import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Role } from '../../model/core/access.ts'
import type { Actor } from '../../model/core/actor.ts'
import type { UserId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { users } from '../schema/users.ts'

export type User = typeof users.$inferSelect

/** As lists show one: with how many sessions are open. */
export type ListedUser = User & { readonly sessions: number }

export interface SignedInPerson {
  readonly issuer: string
  readonly subject: string
  readonly name: string
  readonly email: string | null
  readonly role: Role | null
}

/**
 * Whoever the provider says has come, with what it says of them; `newId` is theirs where they have not been here before.
 * In a transaction the row is held to its end, so that whoever disables it meanwhile sees what was opened for it.
 */
export async function putUser(db: Db, newId: UserId, person: SignedInPerson): Promise<User> {
  const { name, email, role } = person
  const [row] = await db
    .insert(users)
    .values({ id: newId, ...person })
    .onConflictDoUpdate({ target: [users.issuer, users.subject], set: { name, email, role } })
    .returning()
  if (row === undefined) throw new Error('an upsert answers with its row')
  return row
}

export async function noteSignIn(db: Db, id: UserId, at: string): Promise<void> {
  await db.update(users).set({ lastSignInAt: at }).where(eq(users.id, id))
}

/** A refused person knocks again and again; written down is one of it in so many minutes. False: it was written lately. */
export async function noteRefusal(db: Db, id: UserId, at: string, minutes: number): Promise<boolean> {
  const due = sql`${at}::timestamptz - make_interval(mins => ${minutes})`
  const noted = await db
    .update(users)
    .set({ refusalNotedAt: at })
    .where(and(eq(users.id, id), or(isNull(users.refusalNotedAt), lt(users.refusalNotedAt, due))))
    .returning({ id: users.id })
  return noted.length > 0
}

export async function setUserRole(db: Db, id: UserId, role: Role | null): Promise<void> {
  await db.update(users).set({ role }).where(eq(users.id, id))
}

/** Named in full: in a statement about one table the query builder writes bare columns, and both tables have an `id`. */
const openSessions = sql<number>`(select count(*)::int from sessions where sessions.user_id = users.id)`

/** Newest first; `before` is the last id of the page before. */
export async function listUsers(
  db: Db,
  page: { readonly before?: UserId | undefined; readonly limit: number },
): Promise<ListedUser[]> {
  const rows = await db
    .select({ user: users, sessions: openSessions })
    .from(users)
    .where(page.before && lt(users.id, page.before))
    .orderBy(desc(users.id))
    .limit(page.limit)
  return rows.map(({ user, sessions: open }) => ({ ...user, sessions: open }))
}

export async function getUser(db: Db, id: UserId): Promise<ListedUser | null> {
  const [row] = await db.select({ user: users, sessions: openSessions }).from(users).where(eq(users.id, id))
  return row === undefined ? null : { ...row.user, sessions: row.sessions }
}

/**
 * Their role, held for a transaction that makes something in this person's name; null where they may nothing any more.
 */
export async function holdRoleOf(tx: Db, id: UserId): Promise<Role | null> {
  const [row] = await tx
    .select({ role: users.role })
    .from(users)
    .where(and(eq(users.id, id), isNull(users.disabledAt)))
    .for('share')
  return row?.role ?? null
}

/** False where they are disabled already. */
export async function disableUser(db: Db, id: UserId, by: Actor): Promise<boolean> {
  const done = await db
    .update(users)
    .set({ disabledAt: sql`now()`, disabledBy: by })
    .where(and(eq(users.id, id), isNull(users.disabledAt)))
    .returning({ id: users.id })
  return done.length > 0
}

export async function enableUser(db: Db, id: UserId): Promise<void> {
  await db.update(users).set({ disabledAt: null, disabledBy: null }).where(eq(users.id, id))
}
