import type { RuleResult } from '../db/rule-results/rule-results.ts'
import type { AssetKind } from '../model/core/assets.ts'
import type { RunId } from '../model/core/ids.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { LOG_FED_RULE_IDS } from '../model/core/rule-ids.ts'
import { CATALOGUE } from '../rules/catalogue/catalogue.ts'

/**
 * Silence is counted in days, of everybody. Incremental runs come every quarter of an hour and ask about it since logs tell
 * of life, and a workspace of a hundred thousand would be walked through each time for the few whom something was heard of.
 * So after these rules have looked at everybody they rest for an hour. Meanwhile somebody who is heard of again stays a
 * finding, until the first run after that hour; whatever says that people were read anew, or that something is still awaited, wakes them.
 */
const RULES_THAT_REST = ['user.inactive', 'user.dormant_admin'] as const satisfies readonly RuleId[]

/** Seconds. */
const REST_S = 3_600

export interface RestInput {
  readonly asked: readonly RuleId[]
  /** Of this evaluation: what an attempt of its own has judged is no reason to rest, since the next goes on with it. */
  readonly runId: RunId
  readonly results: readonly RuleResult[]
  /** When settings of a rule were written last, ISO. */
  readonly settings: ReadonlyMap<RuleId, { readonly updatedAt: string }>
  readonly now: Date
}

const LOG_FED: ReadonlySet<RuleId> = new Set(LOG_FED_RULE_IDS)

const kindsOf = (id: RuleId): AssetKind[] => Object.keys(CATALOGUE[id].needs) as AssetKind[]

/** What was read anew, by what is asked: rules that are asked after each incremental since they lean on logs are no sign of it. */
export const kindsReadAnew = (asked: readonly RuleId[]): ReadonlySet<AssetKind> =>
  new Set(asked.filter((id) => !LOG_FED.has(id)).flatMap(kindsOf))

/** Which of the asked rules need not look at anything this time. */
export function restingRules({ asked, runId, results, settings, now }: RestInput): ReadonlySet<RuleId> {
  const isIncremental = LOG_FED_RULE_IDS.every((id) => asked.includes(id))
  if (!isIncremental) return new Set()
  const readAnew = kindsReadAnew(asked)
  return new Set(
    RULES_THAT_REST.filter((id) => {
      const result = results.find(({ ruleId }) => ruleId === id)
      if (result === undefined || result.runId === runId || kindsOf(id).some((kind) => readAnew.has(kind)))
        return false
      const setAt = settings.get(id)?.updatedAt
      return (
        isFresh(result, now) && (setAt === undefined || Date.parse(setAt) < Date.parse(result.evaluatedAt))
      )
    }),
  )
}

/** By the rule as it is now, of everybody whom it can judge, and with nobody left who waits for a log to be read. */
function isFresh({ ruleId, ruleVersion, reason, assetReasons, evaluatedAt }: RuleResult, now: Date): boolean {
  const age = (now.getTime() - Date.parse(evaluatedAt)) / 1_000
  const isJudged = reason === null && assetReasons.stream_incomplete === undefined
  return isJudged && ruleVersion === CATALOGUE[ruleId as RuleId].version && age >= 0 && age < REST_S
}
