import { and, eq } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { destinations } from '../schema/access.ts'
import { within } from '../scope.ts'

/** Its secret goes with it; deliveries on their way find it gone and end. */
export async function deleteDestination(db: Db, scope: Scope, id: DestinationId): Promise<boolean> {
  const gone = await db
    .delete(destinations)
    .where(and(eq(destinations.id, id), within(scope, destinations.integrationId)))
    .returning({ id: destinations.id })
  return gone.length > 0
}
