import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { ServiceAccountId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { apiTokens } from '../schema/access.ts'
import { serviceAccounts } from '../schema/service-accounts.ts'

/**
 * Disabling an account ends its tokens, those too that are being made: whoever makes one holds the account's row until the
 * token is there, and disabling changes that row first. So it waits for the token and finds it, or comes first and the maker
 * finds the account disabled.
 */

export type ServiceAccount = typeof serviceAccounts.$inferSelect

export type NewServiceAccount = Pick<ServiceAccount, 'id' | 'name' | 'description' | 'scopes' | 'createdBy'>

/** False where another has the name. */
export async function createServiceAccount(db: Db, account: NewServiceAccount): Promise<boolean> {
  const made = await db
    .insert(serviceAccounts)
    .values(account)
    .onConflictDoNothing({ target: serviceAccounts.name })
    .returning({ id: serviceAccounts.id })
  return made.length > 0
}

/** Newest first, the disabled ones among them. */
export async function listServiceAccounts(db: Db): Promise<ServiceAccount[]> {
  return await db
    .select()
    .from(serviceAccounts)
    .orderBy(desc(serviceAccounts.createdAt), desc(serviceAccounts.id))
}

export async function getServiceAccount(db: Db, id: ServiceAccountId): Promise<ServiceAccount | null> {
  const [row] = await db.select().from(serviceAccounts).where(eq(serviceAccounts.id, id))
  return row ?? null
}

export class ServiceAccountDisabled extends Error {
  override readonly name = 'ServiceAccountDisabled'
}

/** Keeps an account as it is until the transaction ends. Throws where it is disabled. */
export async function holdEnabledAccount(tx: Db, id: ServiceAccountId): Promise<void> {
  const held = await tx
    .select({ id: serviceAccounts.id })
    .from(serviceAccounts)
    .where(and(eq(serviceAccounts.id, id), isNull(serviceAccounts.disabledAt)))
    .for('share')
  if (held.length === 0) throw new ServiceAccountDisabled('This service account is disabled.')
}

/** The tokens that it ended. Disabling again ends nothing, and does not say that somebody else has done it. */
export function disableServiceAccount(db: Db, id: ServiceAccountId, by: Actor): Promise<readonly string[]> {
  return db.transaction(async (tx) => {
    await tx
      .update(serviceAccounts)
      .set({ disabledAt: sql`now()`, disabledBy: by })
      .where(and(eq(serviceAccounts.id, id), isNull(serviceAccounts.disabledAt)))
    const ended = await tx
      .update(apiTokens)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(apiTokens.serviceAccountId, id), isNull(apiTokens.revokedAt)))
      .returning({ id: apiTokens.id })
    return ended.map((token) => token.id)
  })
}

/** Its tokens stay ended: new ones are made. */
export async function enableServiceAccount(db: Db, id: ServiceAccountId): Promise<void> {
  await db
    .update(serviceAccounts)
    .set({ disabledAt: null, disabledBy: null })
    .where(eq(serviceAccounts.id, id))
}

export async function describeServiceAccount(
  db: Db,
  id: ServiceAccountId,
  description: string,
): Promise<void> {
  await db.update(serviceAccounts).set({ description }).where(eq(serviceAccounts.id, id))
}
