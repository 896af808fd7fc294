import { setImmediate as turn } from 'node:timers/promises'
import type { Sql } from '../db/client.ts'
import type { Evaluation } from '../db/findings/write-findings.ts'
import type { IntegrationId, RunId } from '../model/core/ids.ts'
import type { AnyRuleId } from '../model/core/rule-ids.ts'
import type { Bundle } from '../rules/bundles.ts'
import type { Judgement } from './apply-verdicts.ts'
import type { JudgedKind } from './bundles/load-bundles.ts'
import { JUDGED_KINDS, loadBundles } from './bundles/load-bundles.ts'
import type { BundleSource } from './bundles/source.ts'
import { bundleSource } from './bundles/source.ts'
import { chunksOf } from './chunks.ts'
import type { EvaluationFacts } from './facts.ts'
import { judgedInputs } from './judged-inputs.ts'
import type { Outcome } from './outcome.ts'
import { OwnKeys } from './own-keys.ts'
import type { PreparedRule } from './prepared-rule.ts'
import { Standing } from './standing.ts'
import { Tally } from './tally.ts'

export interface WalkInput {
  readonly sql: Sql
  readonly integrationId: IntegrationId
  readonly runId: RunId
  readonly facts: EvaluationFacts
  readonly now: Date
  readonly outcome: Outcome
  /** Assets in memory at a time. */
  readonly chunk: number
  readonly heartbeat?: (() => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Judges assets by the catalogue's rules, kind by kind and chunk by chunk; each chunk of each rule is one outcome. */
export class Walk {
  readonly ownKeys = new OwnKeys()
  readonly walked = new Set<JudgedKind>()
  readonly #input: WalkInput
  readonly #rules: { readonly rule: PreparedRule; readonly tally: Tally }[] = []
  readonly #ruleIds = new Set<AnyRuleId>()
  readonly #source: BundleSource

  constructor(input: WalkInput) {
    this.#input = input
    const { sql, integrationId, facts, now } = input
    this.#source = bundleSource({
      ...{ sql, integrationId, facts, ownKeys: this.ownKeys, ruleIds: this.#ruleIds },
      now: now.getTime() / 1_000,
    })
  }

  add(rule: PreparedRule): void {
    this.#rules.push({ rule, tally: new Tally() })
    this.#ruleIds.add(rule.entry.id)
  }

  get tallies(): readonly Tally[] {
    return this.#rules.map(({ tally }) => tally)
  }

  async judgeAll(): Promise<void> {
    const { sql, integrationId, chunk, outcome } = this.#input
    const kinds = new Set(this.#rules.flatMap(({ rule }) => rule.kinds))
    for (const kind of JUDGED_KINDS) {
      // Our own credentials are looked for among the keys, whichever rules are asked for.
      const isWanted = kinds.has(kind) || (kinds.has('casbah.credential') && KEY_KINDS.has(kind))
      if (!isWanted) continue
      for await (const assets of chunksOf(sql, integrationId, kind, chunk))
        await this.#judge(kind, await loadBundles(this.#source, kind, assets))
      this.walked.add(kind)
    }
    for (const { rule, tally } of this.#rules) {
      const evaluation = this.#evaluation(rule.entry.id)
      tally.countNews(await outcome.gone(evaluation, rule))
      await outcome.result(evaluation, rule.entry, { tally, obstacle: null, remark: rule.leftOut })
    }
  }

  async #judge(kind: JudgedKind, bundles: readonly Bundle[]): Promise<void> {
    const { sql, integrationId, now, outcome, signal, heartbeat } = this.#input
    const seconds = now.getTime() / 1_000
    for (const bundle of bundles) this.ownKeys.see(bundle)
    const standing = await Standing.among(sql, integrationId, kind, bundles)
    for (const { rule, tally } of this.#rules.filter(({ rule }) => rule.kinds.includes(kind))) {
      await turn()
      signal?.throwIfAborted()
      const judgements: Judgement[] = []
      for (const bundle of bundles) {
        const verdict = rule.judge(bundle, seconds)
        tally.count(verdict)
        if (!standing.matters(rule.entry.id, bundle, verdict)) continue
        judgements.push({ bundle, verdict, inputs: () => judgedInputs(rule.judge, bundle, seconds) })
      }
      if (judgements.length > 0)
        tally.countNews(await outcome.verdicts(this.#evaluation(rule.entry.id), rule, judgements))
      heartbeat?.()
    }
  }

  #evaluation(ruleId: AnyRuleId): Evaluation {
    const { integrationId, runId, facts, now } = this.#input
    return { integrationId, runId, ruleId, mode: facts.mode, now: now.toISOString() }
  }
}

const KEY_KINDS: ReadonlySet<JudgedKind> = new Set(['platform.project_key', 'platform.admin_key'])
