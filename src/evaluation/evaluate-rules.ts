import type { Db, Sql } from '../db/client.ts'
import type { LiveAsset } from '../db/findings/next-assets.ts'
import { nextAssets } from '../db/findings/next-assets.ts'
import { standingAmong } from '../db/findings/stored-findings.ts'
import { keepTenantAssets } from '../db/findings/tenant-assets.ts'
import type { Evaluation } from '../db/findings/write-findings.ts'
import { putRuleResult } from '../db/rule-results/rule-results.ts'
import { IntegrationGone } from '../db/seal/data-key.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { isDlpRule, isEventRule } from '../model/core/rule-ids.ts'
import type { Bundle } from '../rules/bundles.ts'
import type { Obstacle } from '../rules/readiness.ts'
import type { EvaluateRulesInput, EvaluationCounts } from './contract.ts'
import type { Judgement } from './evaluation/apply-verdicts.ts'
import { applyVerdicts, resolveGone } from './evaluation/apply-verdicts.ts'
import type { JudgedKind } from './evaluation/bundles/load-bundles.ts'
import { JUDGED_KINDS, loadBundles } from './evaluation/bundles/load-bundles.ts'
import type { BundleSource } from './evaluation/bundles/source.ts'
import { bundleSource } from './evaluation/bundles/source.ts'
import type { EventRuleRun } from './evaluation/events/event-pass.ts'
import { judgeEvents } from './evaluation/events/event-pass.ts'
import type { EvaluationFacts } from './evaluation/facts.ts'
import { readFacts } from './evaluation/facts.ts'
import { checkOwnCredentials, OwnKeys } from './evaluation/own-keys.ts'
import type { Preparation, PreparedEventRule, PreparedRule } from './evaluation/prepared-rule.ts'
import { prepareDlpRule, prepareEventRule, prepareRule } from './evaluation/prepared-rule.ts'
import { Tally } from './evaluation/tally.ts'

export interface EvaluateRulesDeps {
  readonly sql: Sql
  readonly db: Db
  /** Called between chunks. */
  readonly heartbeat?: () => void
  readonly signal?: AbortSignal
  /** Default: the system's clock. */
  readonly now?: () => Date
  /** Assets in memory at a time. Default 1,000. */
  readonly chunk?: number
  /** Events in memory at a time. Default 5,000. */
  readonly page?: number
}

const CHUNK = 1_000

/**
 * Judges what is stored, chunk by chunk, so that memory does not grow with the tenant. Each chunk of
 * each rule is one transaction; an attempt that dies leaves whole chunks, and the next one finds them
 * done: a finding's change depends on what is stored, and its history is unique per run and kind.
 * Denominators are counted afresh by each attempt and written at the end.
 */
export async function evaluateRules(
  deps: EvaluateRulesDeps,
  input: EvaluateRulesInput,
): Promise<EvaluationCounts> {
  const now = (deps.now ?? (() => new Date()))()
  const facts = await readFacts(deps.db, input.integrationId, now)
  if (facts === null) return NOTHING_JUDGED
  const walk = new Walk(deps, input, facts, now)
  const events: EventRuleRun[] = []
  for (const id of input.ruleIds) {
    const preparation = prepareAny(id, facts)
    if (preparation.state === 'not_evaluated') {
      await putResult(walk, id, preparation.entry.version, new Tally(), preparation.obstacle)
    } else if ('deeds' in preparation.rule) {
      events.push({ rule: preparation.rule, tally: new Tally() })
    } else walk.add(preparation.rule)
  }
  try {
    await keepTenantAssets(deps.sql, input.integrationId, facts.tenantAssets)
    await walk.judgeAll()
    await judgeHappenings(walk, events, facts)
  } catch (error) {
    // Disconnected meanwhile: what was judged is being purged.
    if (error instanceof IntegrationGone) return NOTHING_JUDGED
    throw error
  }
  return walk.counts(events.map(({ tally }) => tally))
}

function prepareAny(id: RuleId, facts: EvaluationFacts): Preparation<PreparedRule | PreparedEventRule> {
  if (isDlpRule(id)) return prepareDlpRule(id, facts)
  return isEventRule(id) ? prepareEventRule(id, facts) : prepareRule(id, facts)
}

async function judgeHappenings(
  walk: Walk,
  events: readonly EventRuleRun[],
  facts: EvaluationFacts,
): Promise<void> {
  const { deps, input, now } = walk
  const { integrationId, runId } = input
  const { sql, heartbeat, signal, page } = deps
  const paging = page === undefined ? {} : { page }
  await judgeEvents({ sql, integrationId, runId, facts, now, heartbeat, signal, ...paging }, events)
  for (const { rule, tally } of events)
    await putResult(walk, rule.id, rule.entry.version, tally, null, rule.leftOut)
}

const NOTHING_JUDGED: EvaluationCounts = { evaluated: 0, opened: 0, resolved: 0 }

class Walk {
  readonly deps: EvaluateRulesDeps
  readonly input: EvaluateRulesInput
  readonly now: Date
  readonly #facts: EvaluationFacts
  readonly #rules: { readonly rule: PreparedRule; readonly tally: Tally }[] = []
  readonly #ownKeys = new OwnKeys()
  readonly #source: BundleSource

  constructor(deps: EvaluateRulesDeps, input: EvaluateRulesInput, facts: EvaluationFacts, now: Date) {
    this.deps = deps
    this.input = input
    this.#facts = facts
    this.now = now
    const { sql } = deps
    const { integrationId } = input
    this.#source = bundleSource({
      sql,
      integrationId,
      facts,
      ownKeys: this.#ownKeys,
      now: now.getTime() / 1_000,
    })
  }

  add(rule: PreparedRule): void {
    this.#rules.push({ rule, tally: new Tally() })
  }

  async judgeAll(): Promise<void> {
    const kinds = new Set(this.#rules.flatMap(({ rule }) => rule.kinds))
    const walked = new Set<JudgedKind>()
    for (const kind of JUDGED_KINDS) {
      // Our own credentials are looked for among the keys, whichever rules are asked for.
      const isWanted = kinds.has(kind) || (kinds.has('casbah.credential') && KEY_KINDS.has(kind))
      if (!isWanted) continue
      for await (const bundles of this.#chunks(kind)) await this.#judge(kind, bundles)
      walked.add(kind)
    }
    for (const { rule, tally } of this.#rules) {
      const evaluation = this.#evaluation(rule.entry.id)
      tally.countNews(await resolveGone(this.deps.sql, evaluation, rule))
      await putResult(this, rule.entry.id, rule.entry.version, tally, null, rule.leftOut)
    }
    await checkOwnCredentials({
      sql: this.deps.sql,
      db: this.deps.db,
      integrationId: this.input.integrationId,
      credentials: this.#facts.credentials,
      keys: this.#ownKeys,
      walked,
      now: this.now.getTime() / 1_000,
    })
  }

  counts(more: readonly Tally[]): EvaluationCounts {
    const tallies = [...this.#rules.map(({ tally }) => tally), ...more]
    const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0)
    return {
      evaluated: sum(({ passed, failed, notEvaluated }) => passed + failed + notEvaluated),
      opened: sum(({ opened }) => opened),
      resolved: sum(({ resolved }) => resolved),
    }
  }

  async *#chunks(kind: JudgedKind): AsyncIterable<readonly Bundle[]> {
    const { sql, chunk = CHUNK } = this.deps
    const { integrationId } = this.input
    let after: string | null = null
    for (;;) {
      const assets: LiveAsset[] = await nextAssets(sql, { integrationId, kind, after, limit: chunk })
      if (assets.length > 0) yield await loadBundles(this.#source, kind, assets)
      if (assets.length < chunk) return
      after = assets.at(-1)?.externalId ?? null
    }
  }

  async #judge(kind: JudgedKind, bundles: readonly Bundle[]): Promise<void> {
    const now = this.now.getTime() / 1_000
    for (const bundle of bundles) this.#ownKeys.see(bundle)
    const standing = await this.#standingAmong(kind, bundles)
    for (const { rule, tally } of this.#rules.filter(({ rule }) => rule.kinds.includes(kind))) {
      this.deps.signal?.throwIfAborted()
      const stands = standing.get(rule.entry.id)
      const judgements: Judgement[] = []
      for (const bundle of bundles) {
        const verdict = rule.judge(bundle, now)
        tally.count(verdict)
        const matters = verdict.result === 'fail' || stands?.has(bundle.asset.externalId)
        if (matters) judgements.push({ bundle, verdict })
      }
      if (judgements.length > 0) {
        const evaluation = this.#evaluation(rule.entry.id)
        tally.countNews(await applyVerdicts(this.deps.sql, evaluation, rule, judgements))
      }
      this.deps.heartbeat?.()
    }
  }

  /**
   * Which assets of a chunk have standing findings. Most verdicts change nothing, since nothing stands and nothing fails;
   * they need no fingerprint and no transaction. Looked up outside of the rules' locks: a finding that another evaluation
   * opens from here on is one that it could as well have opened after our transaction.
   */
  async #standingAmong(
    kind: JudgedKind,
    bundles: readonly Bundle[],
  ): Promise<ReadonlyMap<RuleId, ReadonlySet<string>>> {
    const { integrationId } = this.input
    const externalIds = bundles.map(({ asset }) => asset.externalId)
    const rows = await standingAmong(this.deps.sql, { integrationId, kind, externalIds })
    const standing = new Map<RuleId, Set<string>>()
    for (const { ruleId, externalId } of rows) {
      const ids = standing.get(ruleId)
      if (ids) ids.add(externalId)
      else standing.set(ruleId, new Set([externalId]))
    }
    return standing
  }

  #evaluation(ruleId: RuleId): Evaluation {
    const { integrationId, runId } = this.input
    return { integrationId, runId, ruleId, mode: this.#facts.mode, now: this.now.toISOString() }
  }
}

const KEY_KINDS: ReadonlySet<JudgedKind> = new Set(['platform.project_key', 'platform.admin_key'])

function putResult(
  { deps, input, now }: Pick<Walk, 'deps' | 'input' | 'now'>,
  ruleId: RuleId,
  ruleVersion: number,
  tally: Tally,
  obstacle: Obstacle | null,
  leftOut: string | null = null,
): Promise<void> {
  return putRuleResult(deps.db, {
    integrationId: input.integrationId,
    ruleId,
    ruleVersion,
    passed: tally.passed,
    failed: tally.failed,
    notEvaluated: tally.notEvaluated,
    reason: obstacle?.reason ?? null,
    reasonDetail: obstacle?.detail ?? leftOut,
    assetReasons: tally.reasons,
    evaluatedAt: now.toISOString(),
    runId: input.runId,
  })
}
