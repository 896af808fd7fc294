import { and, eq } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import type { OpenedDestination } from '../deliveries/open-destination.ts'
import { openDestination } from '../deliveries/open-destination.ts'
import { destinations } from '../schema/access.ts'
import { within } from '../scope.ts'
import type { MasterKey } from '../seal/master-key.ts'
import type { Destination } from './destinations.ts'

/** Where a ping to it goes and what signs it, disabled or not: one tries out whether it is well again. Never log or store it. */
export async function openForPing(
  db: Db,
  master: MasterKey,
  scope: Scope,
  id: DestinationId,
): Promise<(OpenedDestination & Pick<Destination, 'kind' | 'settings'>) | null> {
  const [row] = await db
    .select()
    .from(destinations)
    .where(and(eq(destinations.id, id), within(scope, destinations.integrationId)))
  if (row === undefined) return null
  const { kind, settings } = row
  return { ...openDestination(master, { ...row, destinationId: row.id }), kind, settings }
}
