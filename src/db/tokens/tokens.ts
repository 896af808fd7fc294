import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { apiTokens } from '../schema/access.ts'

export type ApiToken = Omit<typeof apiTokens.$inferSelect, 'hash'>

/** `last_used_at` is for people who clean up; writing it at each request would make a hot row of it. */
const TOUCH_EVERY_MINUTES = 1

export interface NewToken {
  readonly id: string
  readonly name: string
  /** The visible part. */
  readonly prefix: string
  /** Hex SHA-256 of the whole token. */
  readonly hash: string
  /** Null: all integrations. */
  readonly integrationIds: readonly IntegrationId[] | null
  /** ISO; null: never. */
  readonly expiresAt: string | null
}

/** False where this very token is there already (a bootstrap token at the second start). */
export async function createToken(db: Db, token: NewToken): Promise<boolean> {
  const made = await db
    .insert(apiTokens)
    .values({ ...token, integrationIds: token.integrationIds === null ? null : [...token.integrationIds] })
    .onConflictDoNothing({ target: apiTokens.hash })
    .returning({ id: apiTokens.id })
  return made.length > 0
}

/** The token behind a hash, if it may be used now. */
export async function findTokenByHash(db: Db, hash: string): Promise<ApiToken | null> {
  const [row] = await db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.hash, hash), isUsable()))
  if (!row) return null
  const { hash: _hash, ...token } = row
  return token
}

export async function touchToken(db: Db, id: string): Promise<void> {
  const due = sql`now() - make_interval(mins => ${TOUCH_EVERY_MINUTES})`
  await db
    .update(apiTokens)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, due))))
}

export async function revokeToken(db: Db, id: string): Promise<boolean> {
  const revoked = await db
    .update(apiTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id })
  return revoked.length > 0
}

const isUsable = () =>
  and(isNull(apiTokens.revokedAt), or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)))
