import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { CredentialId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { dataKeys, integrations } from '../schema/connection.ts'
import { KEY_BYTES, sealBytes, unsealBytes } from './envelope.ts'
import type { MasterKey } from './master-key.ts'
import { WrongMasterKey } from './master-key.ts'
import type { SealedPlace } from './place.ts'
import { assetPlace, placeContext } from './place.ts'

/**
 * Envelope encryption. Each purpose of each integration has a data key of its own; the table keeps it wrapped
 * by the master key, with that key's id. So purging is deleting one row (what was sealed by it is noise from
 * then on, also in backups of other tables), and changing the master key rewraps a few small rows.
 */
export type Purpose = 'configuration' | 'content' | `credential:${CredentialId}`

export const credentialPurpose = (id: CredentialId): Purpose => `credential:${id}`

/** The integration is gone (or never was): nothing may be sealed for it any more. */
export class IntegrationGone extends Error {
  override readonly name = 'IntegrationGone'
  constructor(id: IntegrationId) {
    super(`Integration ${id} does not exist or is disconnected, so there is no key for its data.`)
  }
}

/** Keeps its bytes inside, like the master key. */
export class DataKey {
  readonly #key: Uint8Array
  readonly #hashKey: Uint8Array
  readonly #context: string

  constructor(key: Uint8Array, context: string) {
    this.#key = key
    this.#context = context
    // A key of its own for hashing: one key, one use.
    this.#hashKey = new Uint8Array(hkdfSync('sha256', key, '', 'casbah content hash', KEY_BYTES))
  }

  seal(place: SealedPlace, plain: Uint8Array): Buffer {
    return sealBytes(this.#key, placeContext(this.#context, place), plain)
  }

  unseal(place: SealedPlace, sealed: Uint8Array): Buffer {
    return unsealBytes(this.#key, placeContext(this.#context, place), sealed)
  }

  /** Says whether two plaintexts are equal, to holders of the key only: short texts cannot be guessed by hash. */
  fingerprint(plain: string): string {
    return createHmac('sha256', this.#hashKey).update(plain, 'utf8').digest('hex')
  }

  toJSON(): string {
    return 'data key'
  }
}

const contextOf = (id: IntegrationId, purpose: Purpose): string => `casbah:${id}:${purpose}`

/** Opens the data key of one purpose, making it at first use. */
export async function dataKey(
  db: Db,
  master: MasterKey,
  integrationId: IntegrationId,
  purpose: Purpose,
): Promise<DataKey> {
  const found = await findDataKey(db, master, integrationId, purpose)
  if (found) return found
  const context = contextOf(integrationId, purpose)
  const wrapped = master.seal(context, randomBytes(KEY_BYTES))
  // Only for a living integration: a straggler must not make a new key after the old one was shredded.
  await db
    .insert(dataKeys)
    .select(
      db
        .select({
          integrationId: integrations.id,
          purpose: sql<string>`${purpose}`.as('purpose'),
          wrapped: sql<Uint8Array>`${wrapped}::bytea`.as('wrapped'),
          masterKeyId: sql<string>`${master.id}`.as('master_key_id'),
          createdAt: sql<string>`now()`.as('created_at'),
        })
        .from(integrations)
        .where(and(eq(integrations.id, integrationId), isNull(integrations.disconnectedAt))),
    )
    .onConflictDoNothing()
  const made = await findDataKey(db, master, integrationId, purpose)
  if (!made) throw new IntegrationGone(integrationId)
  return made
}

/** The data key of one purpose, or null where there is none (shredded, or nothing was ever sealed). */
export async function findDataKey(
  db: Db,
  master: MasterKey,
  integrationId: IntegrationId,
  purpose: Purpose,
): Promise<DataKey | null> {
  const [row] = await db
    .select({ wrapped: dataKeys.wrapped, masterKeyId: dataKeys.masterKeyId })
    .from(dataKeys)
    .where(and(eq(dataKeys.integrationId, integrationId), eq(dataKeys.purpose, purpose)))
  if (!row) return null
  if (row.masterKeyId !== master.id) throw new WrongMasterKey(row.masterKeyId, master.id)
  const context = contextOf(integrationId, purpose)
  return new DataKey(master.unseal(context, row.wrapped), context)
}

/** The sealed JSON of an asset (`assets.sealed`); an empty object where nothing was sealed. */
export function unsealJson(
  key: DataKey,
  asset: { readonly kind: string; readonly externalId: string },
  sealed: Uint8Array | null,
): JsonObject {
  if (sealed === null) return {}
  return JSON.parse(key.unseal(assetPlace(asset), sealed).toString('utf8')) as JsonObject
}
