import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { AskedEventKind, PeopleEventKind, TriageState } from '../../model/core/findings.ts'
import type { FindingEventId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import { asFindingEventId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { findings } from '../schema/meaning.ts'

/** What people say of findings, written within `withFindingsHeld`; the machine's columns are out of reach here. */
export async function setTriage(
  tx: Db,
  ids: readonly FindingId[],
  said: { readonly triage?: TriageState | undefined; readonly assignee?: string | null | undefined },
): Promise<void> {
  if (ids.length === 0 || (said.triage === undefined && said.assignee === undefined)) return
  const { triage, assignee } = said
  await tx
    .update(findings)
    // Whom people name, they name themselves, whatever a route had said.
    .set({
      ...(triage !== undefined && { triage }),
      ...(assignee !== undefined && { assignee, assignedAs: null }),
    })
    .where(
      sql`id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`,
    )
}

export interface PeopleNews {
  readonly integrationId: IntegrationId
  readonly findingId: FindingId
  readonly kind: PeopleEventKind | AskedEventKind
  readonly detail: JsonObject
}

export interface Appended {
  readonly id: FindingEventId
  readonly at: string
}

/** Appends to histories what a person did, in the order given; rows travel as one JSON text, whatever their number. */
export async function appendPeoplesEvents(
  tx: Db,
  by: Actor,
  news: readonly PeopleNews[],
): Promise<Appended[]> {
  if (news.length === 0) return []
  // A history is read in the order of its ids, and those of one millisecond have none but by sorting.
  const ids = news.map(() => randomUUIDv7()).sort()
  const rows = news.map((item, at) => ({ ...item, id: ids[at] }))
  const added = await tx.execute<{ id: string; at: string }>(sql`
    insert into finding_events (id, integration_id, finding_id, kind, actor, at, detail)
    select u.id, u."integrationId", u."findingId", u.kind, ${JSON.stringify(by)}::text::jsonb, now(), u.detail
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as u(id uuid, "integrationId" uuid, "findingId" uuid, kind text, detail jsonb)
    returning id, at`)
  return added.map(({ id, at }) => ({ id: asFindingEventId(id), at }))
}
