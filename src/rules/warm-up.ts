import type { RuleId } from '../model/core/rule-ids.ts'
import { BEHAVIOUR_RULE_IDS } from '../model/core/rule-ids.ts'
import type { Obstacle } from './readiness.ts'
import { isoDay, SECONDS_A_DAY } from './time.ts'

/**
 * How long a new integration only listens. A first collection brings up to thirty days at once, and whoever connects
 * would get a month of surprises about people and keys that they have not met yet. See docs/adr/0029.
 */
export const WARM_UP_DAYS = 7

/** Until when an integration warms up, from when it was made; unix seconds. */
export const warmUpUntil = (createdAt: number): number => createdAt + WARM_UP_DAYS * SECONDS_A_DAY

/** Why a rule does not speak yet. Only rules about behaviour wait; what stands is told at once. */
export function warmingUp(id: RuleId, until: number, now: number): Obstacle | null {
  const isBehaviour = (BEHAVIOUR_RULE_IDS as readonly RuleId[]).includes(id)
  if (!isBehaviour || now >= until) return null
  return { reason: 'warming_up', detail: `warming up until ${isoDay(until)}` }
}
