import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { apiTokens } from '../schema/access.ts'

export type TokenRow = typeof apiTokens.$inferSelect

/** The living token with this SHA-256; null for one that is unknown, expired or revoked. */
export async function findToken(db: Db, hash: string): Promise<TokenRow | null> {
  const living = and(
    eq(apiTokens.hash, hash),
    isNull(apiTokens.revokedAt),
    or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
  )
  const [row] = await db.select().from(apiTokens).where(living)
  return row ?? null
}
