import { and, asc, eq, getTableColumns } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { destinations } from '../schema/access.ts'
import { within } from '../scope.ts'

/** Everything but the secret. */
const { sealedSecret: _, ...shown } = getTableColumns(destinations)
export const SHOWN = shown
export type DestinationRow = Omit<typeof destinations.$inferSelect, 'sealedSecret'>

/** A destination of all integrations is seen only by callers who see all of them. */
export function listDestinations(db: Db, scope: Scope): Promise<DestinationRow[]> {
  return db
    .select(SHOWN)
    .from(destinations)
    .where(within(scope, destinations.integrationId))
    .orderBy(asc(destinations.id))
}

export async function getDestination(
  db: Db,
  scope: Scope,
  id: DestinationId,
): Promise<DestinationRow | null> {
  const [row] = await db
    .select(SHOWN)
    .from(destinations)
    .where(and(eq(destinations.id, id), within(scope, destinations.integrationId)))
  return row ?? null
}
