import type { FindingMatch, MatchedFinding, MatchedOwner } from './finding-match.ts'
import { asksOfOwners, matches } from './finding-match.ts'

/**
 * Routes: to whom a finding goes that nobody has been given. An ordered list for each integration; the first route that
 * matches and can name somebody assigns. Pure: the outcome depends on the list, the finding and its owner alone, so what
 * a preview says is what an assignment does.
 */

/** Assignees that are not the same for every finding: whose it is, or whom they report to. */
export const OWNED_ASSIGNEES = ['owner', 'manager'] as const
export type OwnedAssignee = (typeof OWNED_ASSIGNEES)[number]

export type RouteAssignee =
  /** As people write it: an e-mail address, a team. */
  { readonly to: 'named'; readonly assignee: string } | { readonly to: OwnedAssignee }

export interface AssignmentRoute {
  /** Unique in its list; histories name the route by it. */
  readonly name: string
  readonly match: FindingMatch
  readonly assignTo: RouteAssignee
}

/** What is known of the person whose a finding is. */
export interface FindingOwner extends MatchedOwner {
  /** By the company's directory. */
  readonly hasLeft: boolean
  /** Null also where the manager has left. */
  readonly managerEmail: string | null
}

export interface RoutedFinding extends MatchedFinding {
  readonly assignee: string | null
  readonly owner: FindingOwner | null
}

export interface Assignment {
  /** The route's place in the list, from 0. */
  readonly at: number
  readonly route: string
  readonly assignee: string
  /** Null: as the route names them. */
  readonly as: OwnedAssignee | null
}

/** Null: it stays as it is. A finding that has an assignee always does, whoever gave it. */
export function assignmentOf(routes: readonly AssignmentRoute[], finding: RoutedFinding): Assignment | null {
  if (finding.assignee !== null) return null
  for (const [at, { name, match, assignTo }] of routes.entries()) {
    if (!matches(match, finding)) continue
    const named = assigneeOf(assignTo, finding.owner)
    // A route that can name nobody passes the finding on: below it may stand one for those of whom nothing is known.
    if (named !== null) return { at, route: name, ...named }
  }
  return null
}

/** Whether any of them needs the owner of a finding looked up. */
export const routesAskOfOwners = (routes: readonly AssignmentRoute[]): boolean =>
  routes.some(({ match, assignTo }) => assignTo.to !== 'named' || asksOfOwners(match))

/** An owner who has left mends nothing: it is their manager's then, like the accounts and keys that they left behind. */
function assigneeOf(
  assignTo: RouteAssignee,
  owner: FindingOwner | null,
): Pick<Assignment, 'assignee' | 'as'> | null {
  if (assignTo.to === 'named') return { assignee: assignTo.assignee, as: null }
  if (owner === null) return null
  const isOwners = assignTo.to === 'owner' && !owner.hasLeft
  const assignee = isOwners ? owner.email : owner.managerEmail
  return assignee === null ? null : { assignee, as: isOwners ? 'owner' : 'manager' }
}
