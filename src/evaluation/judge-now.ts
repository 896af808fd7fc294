import { randomUUIDv7 } from 'node:crypto'
import type { Db, Sql } from '../db/client.ts'
import { keepTenantAssets } from '../db/findings/tenant-assets.ts'
import type { RuleChoice } from '../db/rule-settings/rule-settings.ts'
import { IntegrationGone } from '../db/seal/data-key.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import { asRunId } from '../model/core/ids.ts'
import type { RuleId, StateRuleId } from '../model/core/rule-ids.ts'
import { judgeCustomEvents } from './custom/judge-custom-events.ts'
import { judgeCustomRules } from './custom/judge-custom-rules.ts'
import type { CustomRuleInEffect, EventRuleInEffect } from './custom/prepared-custom-rule.ts'
import { isOverEvents, prepareCustomRule } from './custom/prepared-custom-rule.ts'
import { prepareCustomEventRule } from './custom/prepared-event-rule.ts'
import { CHUNK } from './evaluate-rules.ts'
import type { EvaluationFacts } from './facts.ts'
import { readFacts } from './facts.ts'
import { Foreseen } from './foreseen.ts'
import type { Outcome } from './outcome.ts'
import { Written } from './outcome.ts'
import type { Preparation, ReadyRule } from './prepared-rule.ts'
import { prepareRule } from './prepared-rule.ts'
import { Tally } from './tally.ts'
import { Walk } from './walk.ts'

/**
 * Judges by one rule, now, over what is stored: when it is saved, or before, to see what would come of it. Both go one
 * way, and it is the way of every run; they differ in what is done with verdicts alone.
 *
 * What is found out when a rule is saved is found by no run: an id made for the occasion stands in the run's place.
 */
export type RuleToJudge =
  | { readonly by: 'custom'; readonly rule: CustomRuleInEffect }
  /** With these settings, whatever is stored; null: as they are stored when it begins. */
  | { readonly by: 'catalogue'; readonly ruleId: StateRuleId; readonly choice: RuleChoice | null }

export interface JudgeNowDeps {
  readonly sql: Sql
  readonly db: Db
  /** Default: the system's clock. */
  readonly now?: () => Date
  /** Assets in memory at a time. Default 1,000. */
  readonly chunk?: number
  /** Events of each stream that a rule over events looks back on. Default 100,000. */
  readonly window?: number
  readonly signal?: AbortSignal
}

/** Null where the integration is gone. */
export async function foresee(
  deps: JudgeNowDeps,
  integrationId: IntegrationId,
  rule: RuleToJudge,
): Promise<Foreseen | null> {
  const foreseen = new Foreseen(deps.sql)
  return (await judgeOne(deps, integrationId, rule, foreseen)) === null ? null : foreseen
}

/** Null where the integration is gone. */
export function judgeNow(
  deps: JudgeNowDeps,
  integrationId: IntegrationId,
  rule: RuleToJudge,
): Promise<Tally | null> {
  return judgeOne(deps, integrationId, rule, new Written(deps))
}

async function judgeOne(
  deps: JudgeNowDeps,
  integrationId: IntegrationId,
  rule: RuleToJudge,
  outcome: Outcome,
): Promise<Tally | null> {
  const now = (deps.now ?? (() => new Date()))()
  const facts = await readFacts(deps.db, integrationId, now)
  if (facts === null) return null
  const { sql, chunk = CHUNK, window, signal } = deps
  const place = { sql, integrationId, runId: asRunId(randomUUIDv7()), now, outcome, chunk, window, signal }
  try {
    return rule.by === 'custom'
      ? await judgeCustom({ ...place, facts }, rule.rule)
      : await judgeByCatalogue({ ...place, facts: withChoice(facts, rule) }, rule.ruleId)
  } catch (error) {
    if (error instanceof IntegrationGone) return null
    throw error
  }
}

type Place = ConstructorParameters<typeof Walk>[0] & { readonly window?: number | undefined }

async function judgeCustom(place: Place, rule: CustomRuleInEffect): Promise<Tally> {
  if (isOverEvents(rule)) return judgeEventsBy(place, rule)
  const preparation = prepareCustomRule(rule, place.facts)
  if (preparation.state === 'not_evaluated') return putObstacle(place, preparation)
  const [tally] = await judgeCustomRules({ ...place, mode: place.facts.mode }, [preparation.rule])
  return tally ?? new Tally()
}

/** What has happened within the window, and was not judged by this version before. */
async function judgeEventsBy(place: Place, rule: EventRuleInEffect): Promise<Tally> {
  const preparation = prepareCustomEventRule(rule, place.facts)
  if (preparation.state === 'not_evaluated') return putObstacle(place, preparation)
  // They are there with the integration: a run has stored them by now, but no run may have ended yet.
  await keepTenantAssets(place.sql, place.integrationId, place.facts.tenantAssets)
  const [tally] = await judgeCustomEvents({ ...place, within: 'window' }, [preparation.rule])
  return tally ?? new Tally()
}

async function judgeByCatalogue(place: Place, ruleId: StateRuleId): Promise<Tally> {
  const preparation = prepareRule(ruleId, place.facts)
  if (preparation.state === 'not_evaluated') return putObstacle(place, preparation)
  const walk = new Walk(place)
  walk.add(preparation.rule)
  await walk.judgeAll()
  return walk.tallies[0] ?? new Tally()
}

async function putObstacle(
  { integrationId, runId, now, outcome }: Place,
  { entry, obstacle }: Extract<Preparation<ReadyRule>, { state: 'not_evaluated' }>,
): Promise<Tally> {
  const tally = new Tally()
  const evaluation = { integrationId, runId, ruleId: entry.id, now: now.toISOString() }
  await outcome.result(evaluation, entry, { tally, obstacle, remark: null })
  return tally
}

function withChoice(
  facts: EvaluationFacts,
  { ruleId, choice }: Extract<RuleToJudge, { by: 'catalogue' }>,
): EvaluationFacts {
  if (choice === null) return facts
  return { ...facts, settings: new Map<RuleId, RuleChoice>([...facts.settings, [ruleId, choice]]) }
}
