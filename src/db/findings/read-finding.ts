import { sql } from 'drizzle-orm'
import type { FindingId, PersonId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { isoOfPostgres } from '../client.ts'
import type { KnownPerson } from '../people/get-people.ts'
import { entriesOf, PERSON_OF_ENTRY } from '../people/people-in-evidence.ts'
import type { PeopleJson } from '../people/people-json.ts'
import { peopleById, peopleJson } from '../people/people-json.ts'
import { findingEvents, findings } from '../schema/meaning.ts'
import { fixed, rowsOf } from '../statement.ts'
import type { TicketOfFinding } from '../tickets/tickets-of-finding.ts'
import { ticketsJson } from '../tickets/tickets-of-finding.ts'
import type { FindingEvent } from './finding-events.ts'
import { arePeoples, historyJson } from './finding-events.ts'
import type { Finding } from './list-findings.ts'
import { isFinding, WHOLE, WHOLE_FROM } from './list-findings.ts'

/** A finding and all that is shown with it. */
export interface ReadFinding {
  readonly finding: Finding
  /** Who stands in its evidence. */
  readonly people: ReadonlyMap<PersonId, KnownPerson>
  /** Newest first. */
  readonly history: readonly FindingEvent[]
  /** How much people have said of it. */
  readonly said: number
  /** Newest first. */
  readonly tickets: readonly TicketOfFinding[]
}

interface Row extends Finding {
  readonly people: PeopleJson
  readonly history: readonly FindingEvent[]
  readonly said: number
  readonly tickets: readonly TicketOfFinding[]
}

const PEOPLE = fixed(sql`select ${PERSON_OF_ENTRY} from ${entriesOf(sql`${findings.evidence}`)}`)

/** In one statement: what is said of it is of the same moment as it, and it is one way there and back. */
export async function readFinding(
  db: Db,
  scope: Scope,
  id: FindingId,
  most: { readonly events: number },
): Promise<ReadFinding | null> {
  const [row] = await rowsOf<Row>(
    db,
    'read_finding',
    sql`select ${WHOLE}, ${peopleJson(scope, PEOPLE)} as people, ${historyJson(id, most.events)} as history,
      ${ticketsJson(id)} as tickets,
      (select count(*)::int from ${findingEvents} where ${arePeoples(id)}) as said
      ${WHOLE_FROM} where ${isFinding(scope, id)}`,
  )
  if (row === undefined) return null
  const history = row.history.map((event) => ({ ...event, at: isoOfPostgres(event.at) }))
  return { finding: row, people: peopleById(row.people), history, said: row.said, tickets: row.tickets }
}
