import { setImmediate as turn } from 'node:timers/promises'
import type { Db, Sql } from '../db/client.ts'
import { deletedRulesThatStand, listCustomRules } from '../db/custom-rules/custom-rules.ts'
import { keepTenantAssets } from '../db/findings/tenant-assets.ts'
import { listRuleResults } from '../db/rule-results/rule-results.ts'
import { listRuleSettings } from '../db/rule-settings/rule-settings.ts'
import { IntegrationGone } from '../db/seal/data-key.ts'
import type { EvaluateRulesInput, EvaluationCounts } from '../model/core/evaluations.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import type { EventRuleId, RuleId } from '../model/core/rule-ids.ts'
import { isDlpRule, isEventRule } from '../model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../model/core/scope.ts'
import type { RuleEntry } from '../rules/catalogue/entry.ts'
import type { Obstacle } from '../rules/readiness.ts'
import { countActivity } from './activity/count-activity.ts'
import { checkOwnCredentials } from './check-own-credentials.ts'
import { judgeCustomEvents } from './custom/judge-custom-events.ts'
import { judgeCustomRules } from './custom/judge-custom-rules.ts'
import type { PreparedCustomRule } from './custom/prepared-custom-rule.ts'
import { inEffect, isOverEvents, prepareCustomRule } from './custom/prepared-custom-rule.ts'
import type { PreparedCustomEventRule } from './custom/prepared-event-rule.ts'
import { prepareCustomEventRule } from './custom/prepared-event-rule.ts'
import type { EventRuleRun } from './events/event-pass.ts'
import { judgeEvents } from './events/event-pass.ts'
import type { EvaluationFacts } from './facts.ts'
import { readFacts } from './facts.ts'
import type { Result } from './outcome.ts'
import { Written } from './outcome.ts'
import type { Preparation, PreparedEventRule, PreparedRule, ReadyRule } from './prepared-rule.ts'
import { prepareDlpRule, prepareEventRule, prepareRule } from './prepared-rule.ts'
import { kindsReadAnew, restingRules } from './resting.ts'
import { resolveRetired } from './retire-rule.ts'
import { Tally } from './tally.ts'
import { Walk } from './walk.ts'
import type { WalkKeeper } from './walk-place.ts'

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
  /** Where the walk over assets leaves its place for the next attempt. */
  readonly keeper?: WalkKeeper
}

/** Assets in memory at a time: some megabytes. */
export const CHUNK = 1_000

/**
 * Judges what is stored, chunk by chunk, so that memory does not grow with the tenant. Each chunk of
 * each rule is one transaction; an attempt that dies leaves whole chunks, and the next one finds them
 * done: a finding's change depends on what is stored, and its history is unique per run and kind.
 * Denominators are written at the end. An attempt goes on where a dead one had come to (`walk-place.ts`), with what
 * that had counted.
 */
export async function evaluateRules(
  deps: EvaluateRulesDeps,
  input: EvaluateRulesInput,
): Promise<EvaluationCounts> {
  const now = (deps.now ?? (() => new Date()))()
  const facts = await readFacts(deps.db, input.integrationId, now)
  if (facts === null) return NOTHING_JUDGED
  const pass = new Pass(deps, input, facts, now)
  try {
    // First, since rules look at days as they are counted.
    await countActivity({ ...counting(deps), integrationId: input.integrationId, mode: facts.mode })
    await keepTenantAssets(deps.sql, input.integrationId, facts.tenantAssets)
    await resolveDeleted(deps, input.integrationId)
    await pass.prepare()
    await pass.judge()
  } catch (error) {
    // Disconnected meanwhile: what was judged is being purged.
    if (error instanceof IntegrationGone) return NOTHING_JUDGED
    throw error
  }
  return pass.counts()
}

/** Whoever deleted a rule resolves what it found; where that did not come to its end, this does. */
async function resolveDeleted({ sql, db }: EvaluateRulesDeps, id: IntegrationId): Promise<void> {
  for (const ruleId of await deletedRulesThatStand(db, id)) await resolveRetired(sql, id, ruleId)
}

function prepareAny(id: RuleId, facts: EvaluationFacts): Preparation<PreparedRule | PreparedEventRule> {
  if (isDlpRule(id)) return prepareDlpRule(id, facts)
  return isEventRule(id) ? prepareEventRule(id, facts) : prepareRule(id, facts)
}

const counting = ({ sql, heartbeat, signal, page }: EvaluateRulesDeps) => ({
  sql,
  heartbeat,
  signal,
  ...(page === undefined ? {} : { page }),
})

const NOTHING_JUDGED: EvaluationCounts = { evaluated: 0, opened: 0, resolved: 0 }

/** One evaluation: rules of the catalogue over assets, rules over events, then custom ones of both. */
class Pass {
  readonly #deps: EvaluateRulesDeps
  readonly #input: EvaluateRulesInput
  readonly #facts: EvaluationFacts
  readonly #now: Date
  readonly #outcome: Written
  readonly #walk: Walk
  readonly #events: EventRuleRun<EventRuleId>[] = []
  readonly #custom: PreparedCustomRule[] = []
  readonly #customEvents: PreparedCustomEventRule[] = []
  #customTallies: readonly Tally[] = []

  constructor(deps: EvaluateRulesDeps, input: EvaluateRulesInput, facts: EvaluationFacts, now: Date) {
    this.#deps = deps
    this.#input = input
    this.#facts = facts
    this.#now = now
    this.#outcome = new Written(deps)
    this.#walk = new Walk({ ...this.#place, facts, keeper: deps.keeper })
  }

  async prepare(): Promise<void> {
    const resting = await this.#resting()
    for (const id of this.#input.ruleIds) {
      const preparation = prepareAny(id, this.#facts)
      if (preparation.state === 'not_evaluated')
        await this.#put(preparation.entry, { obstacle: preparation.obstacle })
      else if ('deeds' in preparation.rule) this.#events.push({ rule: preparation.rule, tally: new Tally() })
      else if (!resting.has(id)) this.#walk.add(preparation.rule)
    }
    await this.#prepareCustom()
  }

  async #resting(): Promise<ReadonlySet<RuleId>> {
    const { ruleIds: asked, integrationId, runId } = this.#input
    const results = await listRuleResults(this.#deps.db, ALL_INTEGRATIONS, integrationId)
    const settings = await listRuleSettings(this.#deps.db, integrationId)
    return restingRules({
      ...{ asked, runId, results, now: this.#now },
      settings: new Map(settings.map((setting) => [setting.ruleId, setting])),
    })
  }

  /**
   * Custom rules of the kinds that the asked rules are about: what was read anew is judged by all that judges it. Rules
   * that are asked after each incremental since they lean on logs are no sign of that. Custom rules over events are asked
   * where those of the catalogue are.
   */
  async #prepareCustom(): Promise<void> {
    const kinds: ReadonlySet<string> = kindsReadAnew(this.#input.ruleIds)
    const looksAtEvents = this.#input.ruleIds.some(isEventRule)
    for (const row of await listCustomRules(this.#deps.db, ALL_INTEGRATIONS, this.#input.integrationId)) {
      const rule = inEffect(row)
      // Each is compiled, which takes some milliseconds.
      await turn()
      if (isOverEvents(rule)) {
        if (looksAtEvents) await this.#take(prepareCustomEventRule(rule, this.#facts), this.#customEvents)
      } else if (kinds.has(rule.kind)) await this.#take(prepareCustomRule(rule, this.#facts), this.#custom)
    }
  }

  async #take<Rule extends ReadyRule>(preparation: Preparation<Rule>, ready: Rule[]): Promise<void> {
    if (preparation.state === 'ready') ready.push(preparation.rule)
    else await this.#put(preparation.entry, { obstacle: preparation.obstacle })
  }

  async judge(): Promise<void> {
    const { sql, db, heartbeat, signal, page } = this.#deps
    const { integrationId, runId } = this.#input
    await this.#walk.judgeAll()
    await checkOwnCredentials({
      ...{ sql, db, integrationId, credentials: this.#facts.credentials },
      keys: this.#walk.ownKeys,
      walked: this.#walk.walked,
      now: this.#now.getTime() / 1_000,
    })
    const paging = page === undefined ? {} : { page }
    const happened = { sql, integrationId, runId, facts: this.#facts, now: this.#now, heartbeat, signal }
    await judgeEvents({ ...happened, ...paging }, this.#events)
    for (const { rule, tally } of this.#events) await this.#put(rule.entry, { tally, remark: rule.leftOut })
    // Last: what people wrote takes as long as it takes.
    const ofAssets = await judgeCustomRules({ ...this.#place, mode: this.#facts.mode }, this.#custom)
    const walk = { ...happened, ...paging, outcome: this.#outcome, within: 'all' } as const
    this.#customTallies = [...ofAssets, ...(await judgeCustomEvents(walk, this.#customEvents))]
  }

  counts(): EvaluationCounts {
    const events = this.#events.map(({ tally }) => tally)
    const tallies = [...this.#walk.tallies, ...this.#customTallies, ...events]
    const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0)
    return {
      evaluated: sum(({ passed, failed, notEvaluated }) => passed + failed + notEvaluated),
      opened: sum(({ opened }) => opened),
      resolved: sum(({ resolved }) => resolved),
    }
  }

  get #place() {
    const { sql, heartbeat, signal, chunk = CHUNK } = this.#deps
    const { integrationId, runId } = this.#input
    return { sql, integrationId, runId, now: this.#now, outcome: this.#outcome, chunk, heartbeat, signal }
  }

  #put(entry: RuleEntry, result: Partial<Result> & { readonly obstacle?: Obstacle }): Promise<void> {
    const { integrationId, runId } = this.#input
    const evaluation = { integrationId, runId, ruleId: entry.id, now: this.#now.toISOString() }
    return this.#outcome.result(evaluation, entry, {
      ...{ tally: new Tally(), obstacle: null, remark: null },
      ...result,
    })
  }
}
