import { readAssignmentRoutes } from '../../db/assignment-routes/assignment-routes.ts'
import type { Tx } from '../../db/client.ts'
import { assignFindings } from '../../db/findings/assign-findings.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Unassigned } from './assignments-of.ts'
import { assignmentsOf } from './assignments-of.ts'

/**
 * Gives what an evaluation has opened, or opened again, to whom the routes say; in the transaction that opens it, under
 * its rule's lock. So it happens once: an evaluation that is tried again finds the finding open, and does not open it.
 * What was opened again and has its assignee keeps them (`assignFindings`).
 */
export async function assignOpened(
  tx: Tx,
  integrationId: IntegrationId,
  opened: readonly Unassigned[],
): Promise<void> {
  if (opened.length === 0) return
  const { routes } = await readAssignmentRoutes(tx, integrationId)
  if (routes.length === 0) return
  const assigned = await assignmentsOf(tx, integrationId, routes, opened)
  const rows = assigned.flatMap(({ finding, assignment }) =>
    assignment === null ? [] : [{ findingId: finding.id, ...assignment }],
  )
  await assignFindings(tx, integrationId, rows)
}
