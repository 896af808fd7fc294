import type { AnyRuleId } from './rule-ids.ts'
import type { Severity } from './severity.ts'
import { severityRank } from './severity.ts'

/** Of which findings a destination wants to hear, or a route takes; what is null or left out is not asked about. */
export interface FindingMatch {
  readonly categories?: readonly string[] | null
  readonly ruleIds?: readonly AnyRuleId[] | null
  /** By the effective severity at the time of asking. */
  readonly leastSeverity?: Severity | null
  /** Where the finding's owner works, by the company's directory. */
  readonly departments?: readonly string[] | null
  /** E-mail addresses of findings' owners. */
  readonly owners?: readonly string[] | null
}

/** What is asked of the one whose a finding is. Null where nobody has said. */
export interface MatchedOwner {
  readonly email: string | null
  readonly department: string | null
}

export interface MatchedFinding {
  readonly category: string
  readonly ruleId: AnyRuleId
  readonly severity: Severity
  /** Null where its evidence names none. */
  readonly owner: MatchedOwner | null
}

/** All that is asked about must hold; several values of one mean any of them. */
export function matches(match: FindingMatch, finding: MatchedFinding): boolean {
  const { categories = null, ruleIds = null, leastSeverity = null, departments = null, owners = null } = match
  if (categories !== null && !categories.includes(finding.category)) return false
  if (ruleIds !== null && !ruleIds.includes(finding.ruleId)) return false
  if (leastSeverity !== null && severityRank(finding.severity) < severityRank(leastSeverity)) return false
  if (departments !== null && !isAmong(departments, finding.owner?.department)) return false
  return owners === null || isAmong(owners, finding.owner?.email)
}

/** Whether the owner has to be looked up: what their evidence names is an id. */
export const asksOfOwners = ({ departments = null, owners = null }: FindingMatch): boolean =>
  departments !== null || owners !== null

/** As addresses and names of departments are compared: directories differ in letter case, and nobody means that. */
export const folded = (text: string): string => text.trim().toLowerCase()

const isAmong = (named: readonly string[], value: string | null | undefined): boolean =>
  value !== null && value !== undefined && foldedOf(named).has(folded(value))

/** Lists are long and are asked of each finding; they never change, so each is folded once. */
const foldedLists = new WeakMap<readonly string[], ReadonlySet<string>>()

function foldedOf(named: readonly string[]): ReadonlySet<string> {
  const before = foldedLists.get(named)
  if (before !== undefined) return before
  const set = new Set(named.map(folded))
  foldedLists.set(named, set)
  return set
}
