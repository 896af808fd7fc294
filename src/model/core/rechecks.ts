import type { FindingId } from './ids.ts'
import type { JsonObject, JsonValue } from './json.ts'

/**
 * A recheck reads again what one finding is about, and judges it at once. It ends in one of three ways, and in the
 * third the finding stays as it was: what could not be read is no reason to close it, nor to say that it still stands.
 */
export const RECHECK_RESULTS = ['still_failing', 'resolved', 'not_evaluated'] as const
export type RecheckResult = (typeof RECHECK_RESULTS)[number]

export const RECHECK_RESULT_LABEL: Record<RecheckResult, string> = {
  still_failing: 'still failing',
  resolved: 'resolved',
  not_evaluated: 'not evaluated',
}

/** Why a recheck could not judge. What the rule itself lacked is `rule`, with the rule's own reason as its cause. */
export const RECHECK_OBSTACLES = [
  'credential_rejected',
  'rate_limited',
  'unanswered',
  'not_allowed',
  'unreadable',
  'not_told',
  'rule',
  'finding_gone',
  'cancelled',
  'broken',
] as const
export type RecheckObstacle = (typeof RECHECK_OBSTACLES)[number]

/** What happened and what to do next, as people read it. */
export const RECHECK_OBSTACLE_LABEL: Record<RecheckObstacle, string> = {
  credential_rejected:
    'OpenAI refused the key. See the connection test for the fix, replace the key, and recheck.',
  rate_limited: 'OpenAI’s rate limit leaves no request for it now. Recheck in a few minutes.',
  unanswered: 'OpenAI did not answer in time, or in a shape that could be read. Recheck a little later.',
  not_allowed:
    'It may not be read any more: a permission or the collection mode is missing. The connection test says which.',
  unreadable:
    'OpenAI sent it in a shape that Casbah does not know; it was set aside. GET /api/v1/integrations/{id}/quarantine has more.',
  not_told:
    'OpenAI does not know it by its id, nor anything else by this route, so it may be gone or the route may be. The next incremental run reads the whole list, which can tell.',
  rule: 'The rule itself could not judge it; its cause says why.',
  finding_gone: 'The finding is not there any more.',
  cancelled: 'It was cancelled before it was done. Recheck once more.',
  broken: 'Casbah itself broke; the log of its worker says where.',
}

/** What came of one finding of a recheck. Codes and ids: it crosses Temporal, and is kept in the run's outcome. */
export interface RecheckOutcome {
  readonly findingId: FindingId
  readonly result: RecheckResult
  readonly obstacle: RecheckObstacle | null
  /** A result code, a failure's type or a rule's reason, where the obstacle has one. */
  readonly cause: string | null
}

/** Findings that one run rechecks; more of them at once is a wish to collect. */
export const MOST_RECHECKED_AT_ONCE = 20

export const recheckOutcomesJson = (outcomes: readonly RecheckOutcome[]): JsonValue =>
  outcomes.map(({ findingId, result, obstacle, cause }) => ({
    finding_id: findingId,
    result,
    obstacle,
    cause,
  }))

/** As a run's outcome keeps them; empty where the run was no recheck, or has not come so far. */
export function recheckOutcomesOf(outcome: JsonObject | null): readonly RecheckOutcome[] {
  const kept = outcome?.rechecks
  if (!Array.isArray(kept)) return []
  return kept.flatMap((entry: JsonValue) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return []
    const one = entry as JsonObject
    const result = RECHECK_RESULTS.find((known) => known === one.result)
    if (result === undefined || typeof one.finding_id !== 'string') return []
    const obstacle = RECHECK_OBSTACLES.find((known) => known === one.obstacle) ?? null
    const cause = typeof one.cause === 'string' ? one.cause : null
    return [{ findingId: one.finding_id as FindingId, result, obstacle, cause }]
  })
}
