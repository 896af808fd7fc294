import type { Db } from '../client.ts'
import { destinations } from '../schema/access.ts'
import type { DestinationRow } from './list-destinations.ts'
import { SHOWN } from './list-destinations.ts'

type NewDestination = Pick<
  typeof destinations.$inferInsert,
  'id' | 'integrationId' | 'url' | 'sealedSecret' | 'eventTypes' | 'createdBy'
>

export async function createDestination(db: Db, destination: NewDestination): Promise<DestinationRow> {
  const [row] = await db.insert(destinations).values(destination).returning(SHOWN)
  if (!row) throw new Error('Postgres returned no row for an insert that it accepted.')
  return row
}
