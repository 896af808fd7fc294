import { randomUUIDv7 } from 'node:crypto'
import type { Database, Db } from '../db/client.ts'
import { createToken, findTokenByHash, setTokenScopes, touchToken } from '../db/tokens/tokens.ts'
import { API_SCOPES } from '../model/core/access.ts'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import { asIntegrationId } from '../model/core/ids.ts'
import type { Caller } from './context.ts'
import { Limiter } from './limiter.ts'
import { tokenHash, tokenPrefix } from './tokens.ts'

/** Fewer than the pool has connections: whoever sends tokens at random must not take them all. */
const LOOKUPS_AT_ONCE = 3

/** A caller, and how long their token is good for. */
export interface Authenticated {
  readonly caller: Caller
  /** Milliseconds until the token ends; null: it does not. */
  readonly endsInMs: number | null
}

/**
 * Finds a caller by the SHA-256 of the token. Nothing compares tokens: how long the index takes depends on the hash of
 * what was sent, which says nothing about how much of a guess was right. So there is no time to measure.
 */
export function authenticator({
  drizzle,
}: Pick<Database, 'drizzle'>): (hash: string) => Promise<Authenticated | null> {
  const lookups = new Limiter(LOOKUPS_AT_ONCE)
  return async function authenticate(hash) {
    const row = await lookups.run('all', () => findTokenByHash(drizzle, hash))
    if (row === null) return null
    if (row.isTouchDue) await touchToken(drizzle, row.id)
    const caller: Caller = {
      actor: { kind: 'token', id: row.id, label: row.name },
      scopes: row.scopes,
      serviceAccountId: row.serviceAccountId,
      expiresAt: row.expiresAt,
      scope: {
        integrationIds: row.integrationIds === null ? 'all' : row.integrationIds.map(asIntegrationId),
      },
    }
    return { caller, endsInMs: row.endsInMs }
  }
}

/** At start: the operator's token (or the one that `npm start` made) opens the API. Running it again changes nothing. */
export async function ensureBootstrapToken(db: Db, token: string): Promise<void> {
  const isNew = await createToken(db, {
    id: randomUUIDv7(),
    name: 'bootstrap',
    prefix: tokenPrefix(token),
    hash: tokenHash(token),
    integrationIds: null,
    scopes: API_SCOPES,
    createdBy: SYSTEM_ACTOR,
    expiresAt: null,
  })
  // A version that brings another scope brings nobody else who could give it.
  if (!isNew) await setTokenScopes(db, tokenHash(token), API_SCOPES)
}
