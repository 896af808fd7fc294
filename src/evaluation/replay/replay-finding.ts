import type { Database } from '../../db/client.ts'
import { getCustomRule } from '../../db/custom-rules/custom-rules.ts'
import type { RuleId } from '../../model/core/rule-ids.ts'
import { isCustomRule, isDlpRule, isEventRule } from '../../model/core/rule-ids.ts'
import type { EventRule } from '../../rules/event-rule.ts'
import { readFacts } from '../facts.ts'
import { compared } from './compare.ts'
import type { Difference, JudgedAgain, Replay, Replayed, RuleBook } from './replay.ts'
import { OWN_RULES } from './replay.ts'
import { replayAssets } from './replay-assets.ts'
import { customJudging, replayCustom } from './replay-custom.ts'
import type { EventJudging } from './replay-events.ts'
import { replayEvents } from './replay-events.ts'

const DISCONNECTED: Difference = {
  kind: 'inputs_gone',
  says: 'the inputs are no longer stored: the integration was disconnected',
}
const IN_FILES: Difference = {
  kind: 'inputs_gone',
  says: 'it was found in a file, whose text is not kept',
}

interface ReplayDeps extends Pick<Database, 'sql' | 'drizzle'> {
  /** Looked at between statements, each of which has a limit of its own. */
  readonly signal?: AbortSignal
}

/**
 * Judges the stored inputs of a finding again: the same rule, by the same code that evaluations load with, at the time
 * of the last failure and with the parameters of then. It reads and writes nothing.
 */
export async function replayFinding(
  { sql, drizzle, signal }: ReplayDeps,
  finding: Replayed,
  rules: RuleBook = OWN_RULES,
): Promise<Replay> {
  const { ruleId, integrationId } = finding
  if (!isCustomRule(ruleId)) {
    const builtIn = { ...finding, ruleId }
    return compared(
      builtIn,
      await judgedAgain({ sql, drizzle, ...(signal && { signal }) }, builtIn, rules),
      rules.version(ruleId),
    )
  }
  const rule = await getCustomRule(drizzle, integrationId, ruleId)
  signal?.throwIfAborted()
  const again = Object.hasOwn(finding.parameters, 'events')
    ? await eventsAgain({ sql, drizzle, ...(signal && { signal }) }, finding, customJudging(finding))
    : await replayCustom({ sql }, finding)
  return compared(finding, again, rule?.version ?? finding.ruleVersion)
}

async function judgedAgain(
  { sql, drizzle, signal }: ReplayDeps,
  finding: Replayed & { readonly ruleId: RuleId },
  rules: RuleBook,
): Promise<JudgedAgain> {
  const { ruleId } = finding
  const nothing = { verdict: null, inputs: [] }
  if (isDlpRule(ruleId)) return { ...nothing, differences: [IN_FILES] }
  if (isEventRule(ruleId))
    return eventsAgain(
      { sql, drizzle, ...(signal && { signal }) },
      finding,
      judgingOf(rules.events[ruleId], finding),
    )
  const facts = await readFacts(drizzle, finding.integrationId, new Date(finding.lastSeenAt))
  signal?.throwIfAborted()
  if (facts === null) return { ...nothing, differences: [DISCONNECTED] }
  return replayAssets(sql, facts, { ...finding, ruleId }, rules)
}

async function eventsAgain(
  { sql, drizzle, signal }: ReplayDeps,
  finding: Replayed,
  judging: EventJudging | null,
): Promise<JudgedAgain> {
  const facts = await readFacts(drizzle, finding.integrationId, new Date(finding.lastSeenAt))
  signal?.throwIfAborted()
  if (facts === null) return { verdict: null, inputs: [], differences: [DISCONNECTED] }
  return replayEvents(sql, facts, finding, judging, signal)
}

/** With the parameters of then; null where the rule understands them no more. */
const judgingOf = (rule: EventRule, { parameters }: Replayed): EventJudging | null =>
  rule.parameters.safeParse(parameters).success
    ? { deeds: rule.deeds, judge: rule.prepare(parameters), atLeast: 1 }
    : null
