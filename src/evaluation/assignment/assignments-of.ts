import type { Sql, Tx } from '../../db/client.ts'
import { findingOwners } from '../../db/findings/directory-parts.ts'
import type { Assignment, AssignmentRoute } from '../../model/core/assignment-routes.ts'
import { assignmentOf, routesAskOfOwners } from '../../model/core/assignment-routes.ts'
import { ownerAmong, peopleIn } from '../../model/core/finding-owner.ts'
import type { FindingId, IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'

/** A finding that is nobody's. */
export interface Unassigned {
  readonly id: FindingId
  readonly ruleId: AnyRuleId
  readonly category: string
  /** The effective one. */
  readonly severity: Severity
  readonly evidence: JsonObject
}

/**
 * To whom a list of routes gives these findings; null where to nobody. The owner is who the evidence names now, as whoever
 * reads the finding is shown them: people are written with the assets that name them, before anything is judged.
 */
export async function assignmentsOf<Finding extends Unassigned>(
  on: Sql | Tx,
  integrationId: IntegrationId,
  routes: readonly AssignmentRoute[],
  findings: readonly Finding[],
): Promise<readonly { readonly finding: Finding; readonly assignment: Assignment | null }[]> {
  const ids = routesAskOfOwners(routes)
    ? new Set(findings.flatMap(({ evidence }) => peopleIn(evidence).map(([, id]) => id)))
    : new Set<PersonId>()
  const owners = await findingOwners(on, integrationId, [...ids])
  return findings.map((finding) => {
    const { category, ruleId, severity, evidence } = finding
    const owner = ownerAmong(evidence, owners)
    return {
      finding,
      assignment: assignmentOf(routes, { category, ruleId, severity, owner, assignee: null }),
    }
  })
}
