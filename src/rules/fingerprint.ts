import { createHash } from 'node:crypto'
import type { AssetKind } from '../model/core/assets.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import type { AnyRuleId } from '../model/core/rule-ids.ts'

export interface FingerprintParts {
  readonly integrationId: IntegrationId
  readonly ruleId: AnyRuleId
  readonly assets: readonly { readonly kind: AssetKind; readonly externalId: string }[]
  /** Tells apart several findings of one rule on the same assets; empty where there is only one. */
  readonly discriminator: string
}

/**
 * What makes a finding the same finding: never a name, never the rule's version. The kind belongs
 * to an asset's id, since a person has the same upstream id on both planes.
 */
export function fingerprintOf({ integrationId, ruleId, assets, discriminator }: FingerprintParts): string {
  const ids = assets.map(({ kind, externalId }) => `${kind}:${externalId}`).sort()
  return createHash('sha256')
    .update(JSON.stringify([integrationId, ruleId, ids, discriminator]))
    .digest('hex')
}
