import type { AnyRuleId } from './rule-ids.ts'
import type { Severity } from './severity.ts'
import { severityRank } from './severity.ts'

/** Of which findings a destination wants to hear; what is null or left out is not asked about. */
export interface DestinationFilter {
  readonly categories?: readonly string[] | null
  readonly ruleIds?: readonly AnyRuleId[] | null
  /** By the effective severity at the time of handing on. */
  readonly leastSeverity?: Severity | null
}

export interface RoutedFinding {
  readonly category: string
  readonly ruleId: AnyRuleId
  readonly severity: Severity
}

/** All that is asked about must hold; several values of one mean any of them. */
export function wants(filter: DestinationFilter, finding: RoutedFinding): boolean {
  const { categories = null, ruleIds = null, leastSeverity = null } = filter
  if (categories !== null && !categories.includes(finding.category)) return false
  if (ruleIds !== null && !ruleIds.includes(finding.ruleId)) return false
  return leastSeverity === null || severityRank(finding.severity) >= severityRank(leastSeverity)
}
