import { listCustomRules } from '../db/custom-rules/custom-rules.ts'
import type { LiveAsset } from '../db/findings/next-assets.ts'
import { liveAssets } from '../db/findings/next-assets.ts'
import type { RecheckedFinding } from '../db/findings/recheck-subjects.ts'
import { assetsSeenBy, recheckSubjects } from '../db/findings/recheck-subjects.ts'
import type { Evaluation } from '../db/findings/write-findings.ts'
import { IntegrationGone } from '../db/seal/data-key.ts'
import type { Judgement } from '../evaluation/apply-verdicts.ts'
import { applyVerdicts, resolveGone } from '../evaluation/apply-verdicts.ts'
import type { JudgedKind } from '../evaluation/bundles/load-bundles.ts'
import { JUDGED_KINDS, loadBundles } from '../evaluation/bundles/load-bundles.ts'
import { bundleSource } from '../evaluation/bundles/source.ts'
import { bareBundles, inputsOfBare } from '../evaluation/custom/bare-bundles.ts'
import { inEffect, prepareCustomRule } from '../evaluation/custom/prepared-custom-rule.ts'
import type { EvaluationFacts } from '../evaluation/facts.ts'
import { readFacts } from '../evaluation/facts.ts'
import { judgedInputs } from '../evaluation/judged-inputs.ts'
import { OwnKeys } from '../evaluation/own-keys.ts'
import type { Preparation, ReadyRule } from '../evaluation/prepared-rule.ts'
import { prepareRule } from '../evaluation/prepared-rule.ts'
import type { AssetId } from '../model/core/ids.ts'
import type { RecheckOutcome } from '../model/core/rechecks.ts'
import type { AnyRuleId, RuleId } from '../model/core/rule-ids.ts'
import { STATE_RULE_IDS } from '../model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../model/core/scope.ts'
import { CATALOGUE } from '../rules/catalogue/catalogue.ts'
import type { Hindrance, JudgeRecheckInput } from './contract.ts'
import type { ActivityDeps } from './deps.ts'

/** What a rule said of one asset: why not, where it could not say; null where it could. */
interface Word {
  readonly cause: string | null
  readonly fails: boolean
}
type Said = ReadonlyMap<AnyRuleId, Word>

interface Judging {
  readonly deps: Pick<ActivityDeps, 'database'>
  readonly input: JudgeRecheckInput
  readonly facts: EvaluationFacts
  readonly now: Date
}

/**
 * Judges the assets that a recheck has just read, each by every state rule that speaks of its kind: what was mended
 * often ends several findings. Other assets are left alone although the reading may have met them, and so are the rules'
 * denominators, which are a whole evaluation's to count.
 */
export async function judgeRecheck(
  deps: Pick<ActivityDeps, 'database' | 'now'>,
  input: JudgeRecheckInput,
): Promise<readonly RecheckOutcome[]> {
  const { integrationId } = input
  const { sql, drizzle } = deps.database
  const now = deps.now()
  const facts = await readFacts(drizzle, integrationId, now)
  if (facts === null) throw new IntegrationGone(integrationId)
  const judging: Judging = { deps, input, facts, now }
  const ids = input.findings.map(({ findingId }) => findingId)
  const known = new Map((await recheckSubjects(sql, integrationId, ids)).map((row) => [row.findingId, row]))
  const hinderedBy = await hindrances(judging, known)
  const saidOf = new Map<AssetId, Said>()
  for (const finding of known.values()) {
    if (hinderedBy.has(finding.findingId) || saidOf.has(finding.assetId)) continue
    saidOf.set(finding.assetId, await judgeAsset(judging, finding))
  }
  const after = new Map((await recheckSubjects(sql, integrationId, ids)).map((row) => [row.findingId, row]))
  return ids.map((id) => {
    const row = after.get(id)
    const hindered = hinderedBy.get(id) ?? (row === undefined ? GONE : null)
    if (hindered !== null || row === undefined) return outcomeOf(id, hindered ?? GONE)
    return cameOf(row, saidOf.get(row.assetId))
  })
}

const GONE: Hindrance = { obstacle: 'finding_gone', cause: null }

const outcomeOf = (findingId: RecheckOutcome['findingId'], why: Hindrance): RecheckOutcome => ({
  findingId,
  result: 'not_evaluated',
  ...why,
})

function cameOf({ findingId, ruleId, state }: RecheckedFinding, said: Said | undefined): RecheckOutcome {
  const own = said?.get(ruleId)
  if (own?.fails) return { findingId, result: 'still_failing', obstacle: null, cause: null }
  // What the rule could not judge stays as it was, resolved or not: that is no answer.
  if (own !== undefined && own.cause === null && state === 'resolved')
    return { findingId, result: 'resolved', obstacle: null, cause: null }
  return outcomeOf(findingId, { obstacle: 'rule', cause: own?.cause ?? null })
}

/** Why findings are not to be judged: what they need was not read, or its reading did not come upon the thing. */
async function hindrances(
  { deps, input }: Judging,
  known: ReadonlyMap<RecheckedFinding['findingId'], RecheckedFinding>,
): Promise<Map<RecheckedFinding['findingId'], Hindrance>> {
  const live = [...known.values()].filter(({ isGone }) => !isGone).map(({ assetId }) => assetId)
  const seen = await assetsSeenBy(deps.database.sql, input, live)
  const found = new Map<RecheckedFinding['findingId'], Hindrance>()
  for (const { findingId, hindered } of input.findings) {
    const row = known.get(findingId)
    if (row === undefined) found.set(findingId, GONE)
    else if (hindered !== null) found.set(findingId, hindered)
    else if (!row.isGone && !seen.has(row.assetId))
      found.set(findingId, { obstacle: 'not_told', cause: null })
  }
  return found
}

async function judgeAsset(judging: Judging, finding: RecheckedFinding): Promise<Said> {
  const { sql } = judging.deps.database
  const kind = JUDGED_KINDS.find((known) => known === finding.assetKind)
  if (kind === undefined) return new Map()
  const assets = await liveAssets(sql, judging.input.integrationId, [finding.assetId])
  return new Map([
    ...(await judgeByCatalogue(judging, kind, finding.assetId, assets)),
    ...(await judgeByCustomRules(judging, kind, finding.assetId, assets)),
  ])
}

async function judgeByCatalogue(
  judging: Judging,
  kind: JudgedKind,
  assetId: AssetId,
  assets: readonly LiveAsset[],
): Promise<Map<AnyRuleId, Word>> {
  const { deps, input, facts, now } = judging
  const { sql } = deps.database
  const ids = STATE_RULE_IDS.filter((id) => CATALOGUE[id].needs[kind] !== undefined)
  const seconds = now.getTime() / 1_000
  const source = bundleSource({
    ...{ sql, integrationId: input.integrationId, facts, ownKeys: new OwnKeys() },
    ...{ now: seconds, ruleIds: new Set<RuleId>(ids) },
  })
  const bundles = await loadBundles(source, kind, assets)
  const said = new Map<AnyRuleId, Word>()
  for (const id of ids) {
    const preparation = prepareRule(id, facts)
    if (preparation.state === 'not_evaluated' || !preparation.rule.kinds.includes(kind)) {
      said.set(id, unsaid(preparation))
      continue
    }
    const { rule } = preparation
    const judgements = bundles.map((bundle) => ({
      bundle,
      verdict: rule.judge(bundle, seconds),
      inputs: () => judgedInputs(rule.judge, bundle, seconds),
    }))
    said.set(id, await apply(judging, rule, assetId, judgements))
  }
  return said
}

async function judgeByCustomRules(
  judging: Judging,
  kind: JudgedKind,
  assetId: AssetId,
  assets: readonly LiveAsset[],
): Promise<Map<AnyRuleId, Word>> {
  const { deps, input, facts, now } = judging
  const { sql, drizzle } = deps.database
  const rows = await listCustomRules(drizzle, ALL_INTEGRATIONS, input.integrationId)
  // What happened is read again by nobody.
  const rules = rows
    .map(inEffect)
    .flatMap((rule) => (rule.events === null && rule.kind === kind ? [rule] : []))
  const said = new Map<AnyRuleId, Word>()
  for (const custom of rules) {
    const preparation = prepareCustomRule(custom, facts)
    if (preparation.state === 'not_evaluated' || !preparation.rule.kinds.includes(kind)) {
      said.set(custom.ruleId, unsaid(preparation))
      continue
    }
    const { rule } = preparation
    const bundles = await bareBundles(sql, input.integrationId, rule.kind, assets)
    const judgements = bundles.map((bundle) => ({
      bundle,
      verdict: rule.judge(bundle, now.getTime() / 1_000),
      inputs: () => inputsOfBare(bundle),
    }))
    said.set(custom.ruleId, await apply(judging, rule, assetId, judgements))
  }
  return said
}

const unsaid = (preparation: Preparation<ReadyRule>): Word => ({
  cause: preparation.state === 'not_evaluated' ? preparation.obstacle.reason : 'stream_incomplete',
  fails: false,
})

async function apply(
  { deps, input, facts, now }: Judging,
  rule: ReadyRule,
  assetId: AssetId,
  judgements: readonly Judgement[],
): Promise<Word> {
  const { sql } = deps.database
  const { integrationId, runId } = input
  const evaluation: Evaluation = {
    ...{ integrationId, runId, ruleId: rule.entry.id },
    ...{ mode: facts.mode, now: now.toISOString() },
  }
  if (judgements.length === 0) await resolveGone(sql, evaluation, rule, assetId)
  else await applyVerdicts(sql, evaluation, rule, judgements)
  const verdict = judgements[0]?.verdict
  const cause = verdict?.result === 'not_evaluated' ? verdict.reason : null
  return { cause, fails: verdict?.result === 'fail' }
}
