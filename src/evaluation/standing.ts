import type { Sql } from '../db/client.ts'
import { standingAmong } from '../db/findings/stored-findings.ts'
import type { AssetKind } from '../model/core/assets.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import type { AnyRuleId } from '../model/core/rule-ids.ts'
import type { AssetIdentity } from '../rules/bundles.ts'
import type { Verdict } from '../rules/verdict.ts'

/**
 * Which assets of a chunk have standing findings. Most verdicts change nothing, since nothing stands and nothing fails;
 * they need no fingerprint and no transaction. Looked up outside of the rules' locks: a finding that another evaluation
 * opens from here on is one that it could as well have opened after our transaction.
 */
export class Standing {
  readonly #byRule: ReadonlyMap<AnyRuleId, ReadonlySet<string>>

  private constructor(byRule: ReadonlyMap<AnyRuleId, ReadonlySet<string>>) {
    this.#byRule = byRule
  }

  static async among(
    sql: Sql,
    integrationId: IntegrationId,
    kind: AssetKind,
    bundles: readonly { readonly asset: AssetIdentity }[],
  ): Promise<Standing> {
    const externalIds = bundles.map(({ asset }) => asset.externalId)
    const byRule = new Map<AnyRuleId, Set<string>>()
    for (const { ruleId, externalId } of await standingAmong(sql, { integrationId, kind, externalIds })) {
      const ids = byRule.get(ruleId)
      if (ids) ids.add(externalId)
      else byRule.set(ruleId, new Set([externalId]))
    }
    return new Standing(byRule)
  }

  /** Whether a verdict can change anything. */
  matters(ruleId: AnyRuleId, { asset }: { readonly asset: AssetIdentity }, verdict: Verdict): boolean {
    return verdict.result === 'fail' || this.#byRule.get(ruleId)?.has(asset.externalId) === true
  }
}
