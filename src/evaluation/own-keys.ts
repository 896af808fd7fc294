import type { Db, Sql } from '../db/client.ts'
import type { KeyOwner } from '../db/findings/key-parts.ts'
import { keyOwners } from '../db/findings/key-parts.ts'
import { noteOwnCredentials } from '../db/rule-results/rule-results.ts'
import type { AssetKind } from '../model/core/assets.ts'
import type { CredentialKind } from '../model/core/credentials.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import type { AdminKeyBundle, Bundle, ProjectKeyBundle } from '../rules/bundles.ts'
import type { ListedKey, OwnCredential } from '../rules/own-credentials.ts'
import { judgeOwnCredential } from '../rules/own-credentials.ts'

type KeyBundle = AdminKeyBundle | ProjectKeyBundle

/** Remembers, while keys are walked, which of them are our own. */
export class OwnKeys {
  readonly #found = new Map<CredentialKind, KeyBundle>()

  see(bundle: Bundle): void {
    if (bundle.subject !== 'admin_key' && bundle.subject !== 'project_key') return
    if (bundle.own !== null && !this.#found.has(bundle.own)) this.#found.set(bundle.own, bundle)
  }

  of(kind: CredentialKind): KeyBundle | null {
    return this.#found.get(kind) ?? null
  }

  /** The key as upstream lists it, with its owner; null where no listing has it. */
  listed(kind: CredentialKind, owners: ReadonlyMap<string, KeyOwner>): ListedKey | null {
    const bundle = this.of(kind)
    if (bundle === null) return null
    return {
      keyId: bundle.asset.externalId.split('/').at(-1) ?? bundle.asset.externalId,
      attributes: bundle.attributes,
      owner: owners.get(bundle.attributes.owner_id ?? '') ?? null,
    }
  }
}

/** Which listing a credential of a kind is expected in. A compliance key is in none, so its absence says nothing. */
const LISTED_AS = {
  admin_key: 'platform.admin_key',
  project_key: 'platform.project_key',
  compliance_key: null,
} as const

interface OwnKeysCheck {
  readonly sql: Sql
  readonly db: Db
  readonly integrationId: IntegrationId
  readonly credentials: readonly OwnCredential[]
  readonly keys: OwnKeys
  /** The listings that were walked. */
  readonly walked: ReadonlySet<AssetKind>
  readonly now: number
}

/** Judges how our own keys stand and keeps it with the integration, where people look at credentials. */
export async function checkOwnCredentials(check: OwnKeysCheck): Promise<void> {
  const judged = check.credentials.filter(({ kind }) => {
    const listing = LISTED_AS[kind]
    return check.keys.of(kind) !== null || (listing !== null && check.walked.has(listing))
  })
  if (judged.length === 0) return
  const owners = await ownersOf(check, judged)
  const standings = judged.map((credential) =>
    judgeOwnCredential(credential, check.keys.listed(credential.kind, owners), check.now),
  )
  await noteOwnCredentials(
    check.db,
    check.integrationId,
    standings.map((standing) => ({ ...standing })),
  )
}

async function ownersOf({ sql, integrationId, keys }: OwnKeysCheck, judged: readonly OwnCredential[]) {
  const ids = judged.flatMap(({ kind }) => keys.of(kind)?.attributes.owner_id ?? [])
  const rows = await keyOwners(sql, integrationId, ids)
  return new Map(rows.map((row) => [row.externalId, row]))
}
