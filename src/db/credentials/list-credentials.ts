import { and, desc, eq, getTableColumns, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { CredentialId, IntegrationId } from '../../model/core/ids.ts'
import type { ResultCode } from '../../model/core/result-codes.ts'
import type { Db } from '../client.ts'
import { credentials } from '../schema/connection.ts'

/** With `sealed`: for activities, which open it for a request. */
export type SealedCredential = typeof credentials.$inferSelect
/** For display: no secret, not even sealed. */
export type Credential = Omit<SealedCredential, 'sealed'>

const { sealed: _sealed, ...shown } = getTableColumns(credentials)

/** The current credentials (not the replaced ones), for display. Read the integration within a scope before. */
export function listCredentials(db: Db, integrationId: IntegrationId): Promise<Credential[]> {
  return db
    .select(shown)
    .from(credentials)
    .where(and(eq(credentials.integrationId, integrationId), ne(credentials.state, 'replaced')))
    .orderBy(credentials.kind)
}

/** Of replaced credentials what is left to know them by: the log tells of their calls long after. Newest first. */
export function listFormerCredentials(
  db: Db,
  integrationId: IntegrationId,
): Promise<Pick<Credential, 'kind' | 'lastFour'>[]> {
  return db
    .select({ kind: credentials.kind, lastFour: credentials.lastFour })
    .from(credentials)
    .where(and(eq(credentials.integrationId, integrationId), eq(credentials.state, 'replaced')))
    .orderBy(desc(credentials.replacedAt), desc(credentials.id))
}

/** Those that may be used: neither rejected nor replaced. */
export function activeCredentials(db: Db, integrationId: IntegrationId): Promise<SealedCredential[]> {
  return db
    .select()
    .from(credentials)
    .where(and(eq(credentials.integrationId, integrationId), eq(credentials.state, 'active')))
    .orderBy(credentials.kind)
}

/** Current ones, rejected or not, with their seal: a connection test tries a rejected one again. */
export function currentCredentials(db: Db, integrationId: IntegrationId): Promise<SealedCredential[]> {
  return db
    .select()
    .from(credentials)
    .where(and(eq(credentials.integrationId, integrationId), ne(credentials.state, 'replaced')))
    .orderBy(credentials.kind)
}

/**
 * The credential that stands in this one's place now: itself, or the one that replaced it. A capability names
 * who served it when it was last probed, and a run must not lose a stream between a replacement and its test.
 */
export async function credentialInPlaceOf(db: Db, id: CredentialId): Promise<SealedCredential | null> {
  const probed = alias(credentials, 'probed')
  const [row] = await db
    .select(getTableColumns(credentials))
    .from(credentials)
    .innerJoin(
      probed,
      and(eq(probed.integrationId, credentials.integrationId), eq(probed.kind, credentials.kind)),
    )
    .where(and(eq(probed.id, id), ne(credentials.state, 'replaced')))
  return row ?? null
}

/** Upstream refused it: nobody uses it again until it is replaced or a test finds it good. */
export async function rejectCredential(db: Db, id: CredentialId, code: ResultCode): Promise<void> {
  await db
    .update(credentials)
    .set({ state: 'rejected', rejectedCode: code, rejectedAt: sql`now()` })
    .where(and(eq(credentials.id, id), eq(credentials.state, 'active')))
}

/** A connection test found a rejected credential to work again (an IP list was opened, a scope granted). */
export async function restoreCredential(db: Db, id: CredentialId): Promise<void> {
  await db
    .update(credentials)
    .set({ state: 'active', rejectedCode: null, rejectedAt: null })
    .where(and(eq(credentials.id, id), eq(credentials.state, 'rejected')))
}
