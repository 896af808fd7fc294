import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { FindingId } from '../../model/core/ids.ts'
import type { TicketKind, TicketState } from '../../model/core/tickets.ts'

/** What of a ticket is shown with a finding that it is about. */
export interface TicketOfFinding {
  readonly kind: TicketKind
  /** As people name it, and where they see it. */
  readonly key: string
  readonly url: string | null
  readonly state: TicketState
}

/** Tickets that this finding was opened or kept open for, newest first, as JSON; of a ticket that nobody can look up nothing. */
export const ticketsJson = (findingId: FindingId): SQL => sql`(
  select coalesce(json_agg(json_build_object('kind', d.kind, 'key', t.external_key, 'url', t.url,
    'state', t.state) order by t.id desc), '[]')
  from ticket_findings f join tickets t on t.id = f.ticket_id join destinations d on d.id = t.destination_id
  where f.finding_id = ${findingId} and t.external_key is not null and t.state <> 'none')`
