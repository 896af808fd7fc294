import { and, eq, sql } from 'drizzle-orm'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { idempotencyKeys } from '../schema/connection.ts'

export interface IdempotencyRow {
  readonly caller: string
  /** Method and path, so that one key for two commands is two rows. */
  readonly route: string
  readonly key: string
}

export type IdempotencyClaim =
  | { readonly state: 'claimed' }
  | { readonly state: 'running' }
  | { readonly state: 'mismatch' }
  | { readonly state: 'done'; readonly status: number; readonly response: JsonObject }

/**
 * Hours that a key stands for one request. Seconds after which a row that is still `running` belongs to a process
 * that died: a request is answered within five, so a minute is beyond doubt. Only the same body may take it over.
 */
const KEPT = sql`interval '24 hours'`
const ABANDONED = sql`interval '60 seconds'`

/**
 * Writes the row first, or says what the one that is there means. One statement decides who of many callers with
 * the same key goes on: the insert, or the update of a row that has expired or was abandoned.
 */
export async function claimIdempotencyKey(
  db: Db,
  { fingerprint, ...row }: IdempotencyRow & { readonly fingerprint: string },
): Promise<IdempotencyClaim> {
  const fresh = {
    fingerprint,
    state: 'running' as const,
    responseStatus: null,
    response: null,
    createdAt: sql`now()`,
    expiresAt: sql`now() + ${KEPT}`,
  }
  const expired = sql`${idempotencyKeys.expiresAt} < now()`
  const abandoned = sql`${idempotencyKeys.state} = 'running' and ${idempotencyKeys.fingerprint} = ${fingerprint}
    and ${idempotencyKeys.createdAt} < now() - ${ABANDONED}`
  const claimed = await db
    .insert(idempotencyKeys)
    .values({ ...row, ...fresh })
    .onConflictDoUpdate({
      target: [idempotencyKeys.caller, idempotencyKeys.route, idempotencyKeys.key],
      set: fresh,
      setWhere: sql`${expired} or (${abandoned})`,
    })
    .returning({ state: idempotencyKeys.state })
  return claimed.length > 0 ? { state: 'claimed' } : readClaim(db, row, fingerprint)
}

async function readClaim(db: Db, row: IdempotencyRow, fingerprint: string): Promise<IdempotencyClaim> {
  const [found] = await db.select().from(idempotencyKeys).where(isRow(row))
  // Given back between the two statements: its request has just failed, and this one may simply be repeated.
  if (!found) return { state: 'running' }
  if (found.fingerprint !== fingerprint) return { state: 'mismatch' }
  if (found.state === 'running' || found.responseStatus === null) return { state: 'running' }
  return { state: 'done', status: found.responseStatus, response: found.response ?? {} }
}

export const isRow = ({ caller, route, key }: IdempotencyRow) =>
  and(eq(idempotencyKeys.caller, caller), eq(idempotencyKeys.route, route), eq(idempotencyKeys.key, key))
