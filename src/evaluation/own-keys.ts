import type { KeyOwner } from '../db/findings/key-parts.ts'
import { ownIdOf } from '../model/core/assets.ts'
import type { CredentialKind } from '../model/core/credentials.ts'
import type { AdminKeyBundle, Bundle, ProjectKeyBundle } from '../rules/bundles.ts'
import type { ListedKey } from '../rules/own-credentials.ts'

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
      keyId: ownIdOf(bundle.asset.externalId),
      attributes: bundle.attributes,
      owner: owners.get(bundle.attributes.owner_id ?? '') ?? null,
    }
  }
}
