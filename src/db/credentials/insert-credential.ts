import { randomUUIDv7 } from 'node:crypto'
import type { Actor } from '../../model/core/actor.ts'
import type { CredentialKind } from '../../model/core/credentials.ts'
import type { CredentialId, IntegrationId } from '../../model/core/ids.ts'
import { asCredentialId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { credentials } from '../schema/connection.ts'
import { sealCredential } from '../seal/credential-seal.ts'
import type { MasterKey } from '../seal/master-key.ts'

/** All of a secret that is ever shown again. */
const SHOWN_CHARACTERS = 4

/** Seals and writes one credential; part of the caller's transaction. */
export async function insertCredential(
  tx: Db,
  master: MasterKey,
  integrationId: IntegrationId,
  credential: { readonly kind: CredentialKind; readonly secret: string; readonly keyName?: string | null },
  createdBy: Actor,
): Promise<CredentialId> {
  const id = asCredentialId(randomUUIDv7())
  const { kind, secret, keyName = null } = credential
  const sealed = await sealCredential(tx, master, integrationId, id, secret)
  const lastFour = secret.slice(-SHOWN_CHARACTERS)
  await tx
    .insert(credentials)
    .values({ id, integrationId, kind, sealed, lastFour, keyName, state: 'active', createdBy })
  return id
}
