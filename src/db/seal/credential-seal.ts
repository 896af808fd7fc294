import type { CredentialId, IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { credentialPurpose, dataKey } from './data-key.ts'
import type { MasterKey } from './master-key.ts'
import type { SealedPlace } from './place.ts'

/** Each credential has a data key of its own: replacing it shreds exactly one secret. */
export async function sealCredential(
  db: Db,
  master: MasterKey,
  integrationId: IntegrationId,
  credentialId: CredentialId,
  secret: string,
): Promise<Buffer> {
  const key = await dataKey(db, master, integrationId, credentialPurpose(credentialId))
  return key.seal(credentialPlace(credentialId), Buffer.from(secret, 'utf8'))
}

/** The secret itself, for the moment of a request. Never log, return or store what comes out of this. */
export async function openCredential(
  db: Db,
  master: MasterKey,
  credential: {
    readonly id: CredentialId
    readonly integrationId: IntegrationId
    readonly sealed: Uint8Array
  },
): Promise<string> {
  const key = await dataKey(db, master, credential.integrationId, credentialPurpose(credential.id))
  return key.unseal(credentialPlace(credential.id), credential.sealed).toString('utf8')
}

const credentialPlace = (id: CredentialId): SealedPlace => ({ column: 'credentials.sealed', row: [id] })
