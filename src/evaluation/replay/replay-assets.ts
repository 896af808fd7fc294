import type { Sql } from '../../db/client.ts'
import type { KeptAsset } from '../../db/findings/assets-by-id.ts'
import { assetsById } from '../../db/findings/assets-by-id.ts'
import { asAssetId } from '../../model/core/ids.ts'
import type { StateRuleId } from '../../model/core/rule-ids.ts'
import type { Bundle } from '../../rules/bundles.ts'
import type { Judge } from '../../rules/rule.ts'
import type { JudgedKind } from '../bundles/load-bundles.ts'
import { JUDGED_KINDS, loadBundles } from '../bundles/load-bundles.ts'
import { bundleSource } from '../bundles/source.ts'
import type { EvaluationFacts } from '../facts.ts'
import { inputsBeside, readJudged } from '../judged-inputs.ts'
import { OwnKeys } from '../own-keys.ts'
import { assetDifferences, inputsOf } from './inputs.ts'
import type { JudgedAgain, Replayed, ReplayVerdict, RuleBook } from './replay.ts'
import { GONE, NOT_RECORDED, UNUSABLE } from './replay.ts'
import { verdictOf } from './verdict-of.ts'

type OfState = Replayed & { readonly ruleId: StateRuleId }

const MS_A_SECOND = 1_000

const NOT_ITS_SUBJECT: ReplayVerdict = {
  result: 'skipped',
  reason: 'the rule judges no such asset',
  evidence: null,
  severity: null,
  severityReason: null,
}

/** Judges again what a finding says of an asset: at the time of its last failure, with the parameters of then. */
export async function replayAssets(
  sql: Sql,
  facts: EvaluationFacts,
  finding: OfState,
  rules: RuleBook,
): Promise<JudgedAgain> {
  const judge = prepared(rules, finding)
  if (judge === null) return { verdict: null, inputs: [], differences: [UNUSABLE] }
  const then = readJudged(finding.judged)
  const ids = new Set([finding.assetId, ...(then?.assets ?? []).map(({ id }) => asAssetId(id))])
  const kept = await assetsById(sql, finding.integrationId, [...ids])
  const at = Date.parse(finding.lastSeenAt) / MS_A_SECOND
  const bundle = await bundleOf(sql, facts, finding, kept, at)
  if (bundle === null) return { verdict: null, inputs: inputsOf(then, null), differences: [GONE] }
  // What another version of the rule looks at now, too, was no input then.
  const inputs = inputsOf(then, inputsBeside(bundle, Object.keys(then?.beside ?? {}), at))
  return {
    verdict: rules.state[finding.ruleId].subjects.includes(bundle.subject)
      ? verdictOf(finding, judge(bundle, at), facts.escalationOn)
      : NOT_ITS_SUBJECT,
    inputs,
    differences: then === null ? [NOT_RECORDED] : assetDifferences(inputs, kept),
  }
}

function prepared(rules: RuleBook, { ruleId, parameters }: OfState): Judge | null {
  const rule = rules.state[ruleId]
  return rule.parameters.safeParse(parameters).success ? rule.prepare(parameters) : null
}

/** The asset with what stands beside it; our own credential with the key that it was found to be. */
async function bundleOf(
  sql: Sql,
  facts: EvaluationFacts,
  { integrationId, assetId, ruleId }: Replayed,
  kept: readonly KeptAsset[],
  now: number,
): Promise<Bundle | null> {
  const asset = kept.find(({ id }) => id === assetId)
  if (asset === undefined || !isJudged(asset.kind)) return null
  const ownKeys = new OwnKeys()
  const ruleIds = new Set([ruleId])
  const source = bundleSource({ sql, integrationId, facts, ownKeys, now, ruleIds })
  for (const key of kept) {
    if (key.id === assetId || (key.kind !== 'platform.admin_key' && key.kind !== 'platform.project_key'))
      continue
    for (const bundle of await loadBundles(source, key.kind, [key])) ownKeys.see(bundle)
  }
  const [bundle] = await loadBundles(source, asset.kind, [asset])
  return bundle ?? null
}

const isJudged = (kind: string): kind is JudgedKind => (JUDGED_KINDS as readonly string[]).includes(kind)
