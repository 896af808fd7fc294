import { and, desc, inArray, isNull, sql } from 'drizzle-orm'
import type { ApiScope } from '../../model/core/access.ts'
import type { UserId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { apiTokens } from '../schema/access.ts'
import { isUsable } from './tokens.ts'

/**
 * The tokens that a person made, and those that these made, and so on: what somebody could go on with who is shut out.
 * Followed through tokens that were revoked, too, since what those had made lives on.
 */
const madeBy = (userId: UserId) => sql`
  (with recursive made (id) as (
     select id from api_tokens where created_by ->> 'kind' = 'user' and created_by ->> 'id' = ${userId}
     union
     select t.id from api_tokens t join made m on t.created_by ->> 'kind' = 'token' and t.created_by ->> 'id' = m.id::text)
   select id from made)`

export interface NamedToken {
  readonly id: string
  readonly name: string
  readonly prefix: string
}

const usable = (userId: UserId) => and(inArray(apiTokens.id, madeBy(userId)), isUsable())

/** All that those of them may do which may be used. */
export async function scopesOfTokensOf(db: Db, userId: UserId): Promise<readonly ApiScope[]> {
  const rows = await db.select({ scopes: apiTokens.scopes }).from(apiTokens).where(usable(userId))
  return [...new Set(rows.flatMap(({ scopes }) => scopes))]
}

/** Those of them that may be used, newest first. */
export function usableTokensOf(db: Db, userId: UserId): Promise<NamedToken[]> {
  return db
    .select({ id: apiTokens.id, name: apiTokens.name, prefix: apiTokens.prefix })
    .from(apiTokens)
    .where(usable(userId))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
}

/**
 * Revokes them; answers which. A token that is making another holds itself until that is there, so this waits for it and
 * cannot have seen what it made: asked again until there is nothing, it has.
 */
export async function revokeTokensOf(db: Db, userId: UserId): Promise<readonly string[]> {
  const revoked: string[] = []
  for (let more = true; more; ) {
    const rows = await db
      .update(apiTokens)
      .set({ revokedAt: sql`now()` })
      .where(and(inArray(apiTokens.id, madeBy(userId)), isNull(apiTokens.revokedAt)))
      .returning({ id: apiTokens.id })
    revoked.push(...rows.map(({ id }) => id))
    more = rows.length > 0
  }
  return revoked
}
