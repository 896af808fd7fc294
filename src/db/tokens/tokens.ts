import { and, arrayContained, desc, eq, getTableColumns, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { ApiScope } from '../../model/core/access.ts'
import { SCOPES_OF_ROLE } from '../../model/core/access.ts'
import type { Actor } from '../../model/core/actor.ts'
import type { IntegrationId, ServiceAccountId } from '../../model/core/ids.ts'
import { asUserId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { apiTokens } from '../schema/access.ts'
import { holdEnabledAccount } from '../service-accounts/service-accounts.ts'
import { holdRoleOf } from '../users/users.ts'

export type ApiToken = Omit<typeof apiTokens.$inferSelect, 'hash'>

/** `last_used_at` is for people who clean up; writing it at each request would make a hot row of it. */
const TOUCH_EVERY_MINUTES = 1
const TOUCH_DUE = sql`now() - make_interval(mins => ${TOUCH_EVERY_MINUTES})`

const { hash: _hash, ...SHOWN } = getTableColumns(apiTokens)

const isWithin = ({ integrationIds }: Scope) =>
  integrationIds === 'all' ? undefined : arrayContained(apiTokens.integrationIds, [...integrationIds])

export interface NewToken {
  readonly id: string
  readonly name: string
  /** The visible part. */
  readonly prefix: string
  /** Hex SHA-256 of the whole token. */
  readonly hash: string
  /** Null: all integrations. */
  readonly integrationIds: readonly IntegrationId[] | null
  readonly scopes: readonly ApiScope[]
  readonly createdBy: Actor
  /** Whose it is; absent or null: whoever makes it. */
  readonly serviceAccountId?: ServiceAccountId | null
  /** ISO; null: never. */
  readonly expiresAt: string | null
}

/** False where this very token is there already (a bootstrap token at the second start). */
export async function createToken(db: Db, token: NewToken): Promise<boolean> {
  const made = await db
    .insert(apiTokens)
    .values({
      ...token,
      integrationIds: token.integrationIds === null ? null : [...token.integrationIds],
      scopes: [...token.scopes],
    })
    .onConflictDoNothing({ target: apiTokens.hash })
    .returning({ id: apiTokens.id })
  return made.length > 0
}

/**
 * The same for a token or a person that makes one, as long as they may be used and be here themselves: their row is held
 * until the new one is there, so that whoever revokes or disables them sees what they have made. False where they may not
 * any more, or a person no longer so much: a request may be on its way for minutes, and what it makes stays for months.
 */
export function createTokenBy(db: Db, maker: Actor, token: NewToken): Promise<boolean> {
  return db.transaction(async (tx) => {
    // The account before its token that makes another, as disabling goes about it: else each could hold what the other waits for.
    if (token.serviceAccountId) await holdEnabledAccount(tx, token.serviceAccountId)
    return (await holdMaker(tx, maker, token.scopes)) && createToken(tx, token)
  })
}

async function holdMaker(tx: Db, { kind, id }: Actor, scopes: readonly ApiScope[]): Promise<boolean> {
  switch (kind) {
    case 'user': {
      const role = await holdRoleOf(tx, asUserId(id))
      return role !== null && scopes.every((scope) => SCOPES_OF_ROLE[role].includes(scope))
    }
    case 'token': {
      const held = await tx
        .select({ id: apiTokens.id })
        .from(apiTokens)
        .where(and(eq(apiTokens.id, id), isUsable()))
        .for('share')
      return held.length > 0
    }
    case 'schedule':
    case 'system':
      // Neither has asked for a token; what opens the first door is made at start.
      return false
    default:
      return kind satisfies never
  }
}

/** Gives a token that is there other scopes. */
export async function setTokenScopes(db: Db, hash: string, scopes: readonly ApiScope[]): Promise<void> {
  await db
    .update(apiTokens)
    .set({ scopes: [...scopes] })
    .where(eq(apiTokens.hash, hash))
}

/** What a request needs to know of the token that it shows. */
export interface UsableToken
  extends Pick<ApiToken, 'id' | 'name' | 'integrationIds' | 'scopes' | 'serviceAccountId' | 'expiresAt'> {
  /** Milliseconds until it ends, by Postgres' clock; null: it does not. */
  readonly endsInMs: number | null
  /** Its last use is not written down, or was a while ago. */
  readonly isTouchDue: boolean
}

/** The token behind a hash, if it may be used now. */
export async function findTokenByHash(db: Db, hash: string): Promise<UsableToken | null> {
  const { id, name, integrationIds, scopes, serviceAccountId, expiresAt, lastUsedAt } = apiTokens
  const [row] = await db
    .select({
      ...{ id, name, integrationIds, scopes, serviceAccountId, expiresAt },
      endsInMs: sql<number | null>`(extract(epoch from ${expiresAt} - now()) * 1000)::float8`,
      isTouchDue: sql<boolean>`coalesce(${lastUsedAt} < ${TOUCH_DUE}, true)`,
    })
    .from(apiTokens)
    .where(and(eq(apiTokens.hash, hash), isUsable()))
    .prepare('find_token_by_hash')
    .execute()
  return row ?? null
}

export async function touchToken(db: Db, id: string): Promise<void> {
  await db
    .update(apiTokens)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, TOUCH_DUE))))
}

/**
 * Newest first, those that may not be used any more among them. Who sees some integrations sees the tokens that see no
 * others: any other's name tells of what it is for.
 */
export async function listTokens(db: Db, scope: Scope): Promise<ApiToken[]> {
  return await db
    .select(SHOWN)
    .from(apiTokens)
    .where(isWithin(scope))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
}

/** One token; `scope` null is for whoever asks about the token that they show. */
export async function getToken(db: Db, scope: Scope | null, id: string): Promise<ApiToken | null> {
  const seen = scope === null ? undefined : isWithin(scope)
  const [row] = await db
    .select(SHOWN)
    .from(apiTokens)
    .where(and(eq(apiTokens.id, id), seen))
  return row ?? null
}

export async function revokeToken(db: Db, id: string): Promise<boolean> {
  const revoked = await db
    .update(apiTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id })
  return revoked.length > 0
}

/** A condition on tokens: neither revoked nor ended. */
export const isUsable = () =>
  and(isNull(apiTokens.revokedAt), or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)))
