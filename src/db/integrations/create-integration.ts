import { randomUUIDv7 } from 'node:crypto'
import type { Actor } from '../../model/core/actor.ts'
import { CAPABILITIES } from '../../model/core/capabilities.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { CredentialKind } from '../../model/core/credentials.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import { asIntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { insertCredential } from '../credentials/insert-credential.ts'
import { capabilities, integrations } from '../schema/connection.ts'
import type { MasterKey } from '../seal/master-key.ts'
import type { Integration } from './list-integrations.ts'
import { taken } from './taken.ts'

export interface NewCredential {
  readonly kind: CredentialKind
  readonly secret: string
  /** What the person called the key upstream. */
  readonly keyName?: string | null
}

export interface NewIntegration {
  /** Made here where it is not given. */
  readonly id?: IntegrationId
  readonly displayName: string
  readonly organizationId: string | null
  readonly workspaceId: string | null
  readonly projectId: string | null
  readonly collectionMode: CollectionMode
  readonly ownDomains?: readonly string[]
  readonly otherLogTypes?: readonly string[]
  readonly severityEscalation?: 'on' | 'off'
  readonly credentials: readonly NewCredential[]
  readonly createdBy: Actor
}

/**
 * Writes an integration with its sealed credentials and every capability as `absent`, in one transaction.
 * Throws `NameTaken`, `WorkspaceTaken` or `OrganizationTaken`.
 */
export async function createIntegration(
  db: Db,
  master: MasterKey,
  input: NewIntegration,
): Promise<Integration> {
  const { credentials, ownDomains, otherLogTypes, id = asIntegrationId(randomUUIDv7()), ...fields } = input
  const readsPlatform = credentials.some((credential) => credential.kind === 'admin_key')
  try {
    return await db.transaction(async (tx) => {
      const [made] = await tx
        .insert(integrations)
        .values({
          ...fields,
          id,
          ownDomains: [...(ownDomains ?? [])],
          otherLogTypes: [...(otherLogTypes ?? [])],
          readsPlatform,
          phase: 'connecting',
        })
        .returning()
      if (!made) throw new Error('an insert without a conflict clause returned no row')
      for (const credential of credentials) {
        await insertCredential(tx, master, id, credential, input.createdBy)
      }
      await tx.insert(capabilities).values(
        CAPABILITIES.map((capability) => ({
          integrationId: id,
          capability,
          state: 'absent' as const,
          resultCode: 'not_configured' as const,
          detail: 'Not probed yet.',
          checkedAt: made.createdAt,
          since: made.createdAt,
        })),
      )
      return made
    })
  } catch (error) {
    throw taken(error)
  }
}
