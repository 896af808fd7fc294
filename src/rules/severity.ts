import type { Severity } from '../model/core/severity.ts'
import { severityRank } from '../model/core/severity.ts'
import type { Escalation } from './verdict.ts'

export interface SeverityChoice {
  readonly published: Severity
  /** What a person set for this integration; it stands above everything else. */
  readonly override: Severity | null
  readonly escalationOn: boolean
}

export interface EffectiveSeverity {
  readonly severity: Severity
  readonly reason: string | null
}

export const OVERRIDE_REASON = 'set for this integration'

/** The published severity never changes by itself; a condition or a person sets the effective one beside it. */
export function effectiveSeverity(choice: SeverityChoice, escalation: Escalation | null): EffectiveSeverity {
  if (choice.override !== null) return { severity: choice.override, reason: OVERRIDE_REASON }
  if (escalation === null || !choice.escalationOn) return { severity: choice.published, reason: null }
  return escalation
}

/** Of two severities the more urgent; of equal ones the first, with its reason. */
export const worse = (one: EffectiveSeverity, other: EffectiveSeverity): EffectiveSeverity =>
  severityRank(other.severity) > severityRank(one.severity) ? other : one
