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
import type { WalkKeeper, WalkPlace } from './walk-place.ts'
import { hashOfWalk, newPlace, placeToGoOnFrom, standsIn } from './walk-place.ts'

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
  /** Where its place is kept, for whoever must go on; without, a walk that dies begins anew. */
  readonly keeper?: WalkKeeper | undefined
}

interface Walking {
  readonly rule: PreparedRule
  tally: Tally
}

/** Judges assets by the catalogue's rules, kind by kind and chunk by chunk; each chunk of each rule is one outcome. */
export class Walk {
  readonly ownKeys = new OwnKeys()
  readonly walked = new Set<JudgedKind>()
  readonly #input: WalkInput
  readonly #rules: Walking[] = []
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
    const { outcome } = this.#input
    const kinds = new Set(this.#rules.flatMap(({ rule }) => rule.kinds))
    let place = this.#resume()
    for (const kind of JUDGED_KINDS) {
      // Our own credentials are looked for among the keys, whichever rules are asked for.
      const isWanted = kinds.has(kind) || (kinds.has('casbah.credential') && KEY_KINDS.has(kind))
      if (!isWanted) continue
      place = await this.#walkKind(kind, place)
      this.walked.add(kind)
    }
    for (const { rule, tally } of this.#rules) {
      const evaluation = this.#evaluation(rule.entry.id)
      tally.countNews(await outcome.gone(evaluation, rule))
      await outcome.result(evaluation, rule.entry, { tally, obstacle: null, remark: rule.leftOut })
    }
  }

  /** Goes on where an earlier attempt of the same walk ended, with what it had counted. */
  #resume(): WalkPlace {
    const { now, keeper } = this.#input
    const hash = hashOfWalk(
      this.#input,
      this.#rules.map(({ rule }) => rule),
    )
    const place = placeToGoOnFrom(keeper?.left, hash, now.getTime() / 1_000)
    for (const walking of place === null ? [] : this.#rules) {
      const counts = place?.tallies[walking.rule.entry.id]
      if (counts) walking.tally = Tally.of(counts)
    }
    return place ?? newPlace(hash, now.getTime() / 1_000)
  }

  async #walkKind(kind: JudgedKind, place: WalkPlace): Promise<WalkPlace> {
    const { sql, integrationId, chunk, keeper } = this.#input
    const stands = standsIn(place, kind)
    if (stands.done || stands.after !== null)
      await this.#seeKeysBefore(kind, stands.done ? null : stands.after)
    if (stands.done) return place
    for await (const assets of chunksOf(sql, integrationId, kind, chunk, stands.after)) {
      await this.#judge(kind, await loadBundles(this.#source, kind, assets))
      keeper?.keep({ ...place, ...this.#counted, within: { kind, after: assets.at(-1)?.externalId ?? '' } })
    }
    const done = { ...place, ...this.#counted, doneKinds: [...place.doneKinds, kind], within: null }
    keeper?.keep(done)
    return done
  }

  /** What an earlier attempt has judged among keys is not judged again; which of them are ours must be known all the same. */
  async #seeKeysBefore(kind: JudgedKind, end: string | null): Promise<void> {
    if (!KEY_KINDS.has(kind)) return
    const { sql, integrationId, chunk } = this.#input
    for await (const assets of chunksOf(sql, integrationId, kind, chunk)) {
      this.#input.signal?.throwIfAborted()
      for (const bundle of await loadBundles(this.#source, kind, assets)) this.ownKeys.see(bundle)
      if (end !== null && (assets.at(-1)?.externalId ?? '') >= end) return
    }
  }

  get #counted(): Pick<WalkPlace, 'tallies'> {
    return {
      tallies: Object.fromEntries(this.#rules.map(({ rule, tally }) => [rule.entry.id, tally.counts])),
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
