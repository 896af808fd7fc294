import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { apiTokens } from '../schema/access.ts'

/** Notes that a token was used, at most once a minute: a busy client must not make every read a write. */
export async function touchToken(db: Db, id: string): Promise<void> {
  const stale = or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, sql`now() - interval '1 minute'`))
  await db
    .update(apiTokens)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), stale))
}
