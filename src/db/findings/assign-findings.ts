import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { SYSTEM_ACTOR } from '../../model/core/actor.ts'
import type { OwnedAssignee } from '../../model/core/assignment-routes.ts'
import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { Tx } from '../client.ts'

export interface AssignedByRoute {
  readonly findingId: FindingId
  readonly assignee: string
  /** Null: as the route names them. */
  readonly as: OwnedAssignee | null
  readonly route: string
}

/**
 * Gives findings to people by routes, and says so in their histories; within the locks of their rules, as everything that
 * people say of findings. One that has an assignee is left alone, whatever was read before: this statement has the last
 * word, and the history follows what it wrote. Returns the ids of those that were given.
 *
 * The history names whom a route names. An owner or a manager it calls so: their address is nobody's text, it is kept
 * with the finding alone, where it can be taken away again.
 */
export async function assignFindings(
  tx: Tx,
  integrationId: IntegrationId,
  rows: readonly AssignedByRoute[],
): Promise<ReadonlySet<FindingId>> {
  if (rows.length === 0) return new Set()
  const given = await tx<{ id: FindingId }[]>`
    update findings f set assignee = u.assignee, assigned_as = u."as"
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as u("findingId" uuid, assignee text, "as" text)
    where f.id = u."findingId" and f.integration_id = ${integrationId} and f.assignee is null
      and f.state <> 'resolved'
    returning f.id`
  const ids = new Set(given.map(({ id }) => id))
  await tell(
    tx,
    integrationId,
    rows.filter(({ findingId }) => ids.has(findingId)),
  )
  return ids
}

async function tell(tx: Tx, integrationId: IntegrationId, rows: readonly AssignedByRoute[]): Promise<void> {
  if (rows.length === 0) return
  await nextMillisecond()
  const events = rows.map(({ findingId, assignee, as, route }) => ({
    id: randomUUIDv7(),
    findingId,
    detail: { from: null, ...(as === null ? { to: assignee } : { to_role: as }), route },
  }))
  await tx`
    insert into finding_events (id, integration_id, finding_id, kind, actor, at, detail)
    select u.id, ${integrationId}, u."findingId", 'assigned', ${JSON.stringify(SYSTEM_ACTOR)}::text::jsonb, now(), u.detail
    from jsonb_to_recordset(${JSON.stringify(events)}::text::jsonb) as u(id uuid, "findingId" uuid, detail jsonb)`
}

/** A history is read in the order of its ids, and ids of one millisecond have none: it must not be assigned before it opens. */
async function nextMillisecond(): Promise<void> {
  const now = Date.now()
  while (Date.now() === now) await wait(1)
}
