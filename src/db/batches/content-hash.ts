import { createHash } from 'node:crypto'
import type { PersonId } from '../../model/core/ids.ts'
import type { AssetDraft } from '../../model/core/records.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { DataKey } from '../seal/data-key.ts'

/**
 * Whether an asset is what it was. Attributes are hashed as canonical JSON, people by their ids, and sealed
 * fields by a keyed fingerprint: findings show this hash as what they judged, and nobody must be able to guess
 * a GPT's instructions by hashing candidates.
 */
export function contentHash(
  asset: AssetDraft,
  personIds: Readonly<Record<string, PersonId>>,
  sealedText: string | null,
  key: DataKey,
): string {
  const canonical = canonicalJson({
    attributes: asset.attributes,
    parent: asset.parentId,
    people: personIds,
    sealed: sealedText === null ? null : key.fingerprint(sealedText),
  })
  return createHash('sha256').update(canonical, 'utf8').digest('hex')
}

/** Canonical JSON of the sealed fields, null where there are none. */
export function sealedTextOf(asset: AssetDraft): string | null {
  for (const _ in asset.sealed) return canonicalJson(asset.sealed)
  return null
}
