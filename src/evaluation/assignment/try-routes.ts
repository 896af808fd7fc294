import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { Sql, Tx } from '../../db/client.ts'
import type { AssignedByRoute } from '../../db/findings/assign-findings.ts'
import { TooManyFindings } from '../../db/findings/hold-findings.ts'
import type { UnassignedFinding } from '../../db/findings/unassigned-findings.ts'
import { unassignedFindings } from '../../db/findings/unassigned-findings.ts'
import type { Assignment, AssignmentRoute } from '../../model/core/assignment-routes.ts'
import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import { assignmentsOf } from './assignments-of.ts'

/** Findings in memory at a time. */
const PAGE = 1_000
/** Findings of each route that are shown. */
const EXAMPLES = 5

export interface RouteExample {
  readonly finding: UnassignedFinding
  readonly assignee: string
}

export interface TriedRoutes {
  /** By the route's place in the list. */
  readonly routes: readonly { readonly count: number; readonly examples: readonly RouteExample[] }[]
  readonly matched: number
  readonly unmatched: number
  /** Of which finding goes to whom by which route: the same where all of it is the same. */
  readonly digest: string
  /** What is to be written; as many as were asked for at most, while `matched` counts them all. */
  readonly assigned: readonly AssignedByRoute[]
}

interface Trial {
  readonly integrationId: IntegrationId
  readonly routes: readonly AssignmentRoute[]
  /** Rules whose findings are tried; null: all. */
  readonly ruleIds: readonly AnyRuleId[] | null
  /** Assignments to keep; the others are only counted, so that memory does not grow with the tenant. */
  readonly keep: number
  /** Whether more than can be kept is too many: rules are locked meanwhile, and nothing would come of it. */
  readonly refusesMore?: boolean
  readonly signal: AbortSignal
}

/**
 * What a list of routes would do with the findings that stand and are nobody's. Writes nothing. Throws `TooManyFindings`
 * where more than can be kept are refused.
 */
export async function tryRoutes(on: Sql | Tx, trial: Trial): Promise<TriedRoutes> {
  const { integrationId, routes, ruleIds, keep, refusesMore = false, signal } = trial
  const tallies = routes.map(() => ({ count: 0, examples: [] as RouteExample[] }))
  const assigned: AssignedByRoute[] = []
  const hash = createHash('sha256')
  let [matched, unmatched] = [0, 0]
  const note = (finding: UnassignedFinding, assignment: Assignment): void => {
    const { at, route, assignee, as } = assignment
    matched += 1
    const tally = tallies[at]
    if (tally !== undefined) {
      tally.count += 1
      if (tally.examples.length < EXAMPLES) tally.examples.push({ finding, assignee })
    }
    hash.update(JSON.stringify([finding.id, route, as, assignee]))
    if (assigned.length < keep) assigned.push({ findingId: finding.id, route, as, assignee })
  }
  for (let after: FindingId | null = null; ; ) {
    signal.throwIfAborted()
    const page = await unassignedFindings(on, { integrationId, ruleIds, after, limit: PAGE })
    for (const { finding, assignment } of await assignmentsOf(on, integrationId, routes, page)) {
      if (assignment === null) unmatched += 1
      else note(finding, assignment)
    }
    if (refusesMore && matched > keep) throw new TooManyFindings(`the routes match more than ${keep} of them`)
    if (page.length < PAGE)
      return { routes: tallies, matched, unmatched, digest: hash.digest('base64url'), assigned }
    after = page.at(-1)?.id ?? null
    await turn()
  }
}
