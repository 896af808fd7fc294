import { and, eq, ne, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { CredentialKind } from '../../model/core/credentials.ts'
import type { CredentialId, IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { taken } from '../integrations/taken.ts'
import { credentials, dataKeys, integrations } from '../schema/connection.ts'
import { credentialPurpose } from '../seal/data-key.ts'
import type { MasterKey } from '../seal/master-key.ts'
import { insertCredential } from './insert-credential.ts'

/**
 * Puts a new secret in the place of the integration's credential of that kind, or adds the first one. The old
 * one's data key is deleted, so its secret cannot be opened any more; the row stays for the record. Throws
 * `OrganizationTaken` where a first admin key would read a platform that another integration reads.
 */
export async function replaceCredential(
  db: Db,
  master: MasterKey,
  integrationId: IntegrationId,
  credential: { readonly kind: CredentialKind; readonly secret: string; readonly keyName?: string | null },
  createdBy: Actor,
): Promise<CredentialId> {
  try {
    return await db.transaction(async (tx) => {
      // Locks the integration: two replacements at once follow one another.
      await tx
        .update(integrations)
        .set({
          updatedAt: sql`now()`,
          ...(credential.kind === 'admin_key' && { readsPlatform: true }),
        })
        .where(eq(integrations.id, integrationId))
      await retire(tx, integrationId, credential.kind)
      return insertCredential(tx, master, integrationId, credential, createdBy)
    })
  } catch (error) {
    throw taken(error)
  }
}

async function retire(tx: Db, integrationId: IntegrationId, kind: CredentialKind): Promise<void> {
  const retired = await tx
    .update(credentials)
    .set({ state: 'replaced', replacedAt: sql`now()` })
    .where(
      and(
        eq(credentials.integrationId, integrationId),
        eq(credentials.kind, kind),
        ne(credentials.state, 'replaced'),
      ),
    )
    .returning({ id: credentials.id })
  for (const { id } of retired) {
    await tx
      .delete(dataKeys)
      .where(and(eq(dataKeys.integrationId, integrationId), eq(dataKeys.purpose, credentialPurpose(id))))
  }
}
