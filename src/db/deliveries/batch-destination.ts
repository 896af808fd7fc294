import { eq, sql } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { destinations } from '../schema/access.ts'

/** What a batch needs of its destination; what is sealed is opened for the moment of the attempt. Null where it is gone. */
export async function batchDestination(db: Db, id: DestinationId) {
  const [row] = await db
    .select({
      destinationId: destinations.id,
      integrationId: destinations.integrationId,
      kind: destinations.kind,
      settings: destinations.settings,
      sealedUrl: destinations.sealedUrl,
      sealedSecret: destinations.sealedSecret,
      sealedPreviousSecret: destinations.sealedPreviousSecret,
      previousSecretUntil: destinations.previousSecretUntil,
      isDisabled: sql<boolean>`disabled_at is not null`,
      /** Milliseconds for which it is to be left in peace. */
      throttledForMs: sql<number>`coalesce(greatest(0, ceil(extract(epoch from throttled_until - now()) * 1000)), 0)::float8`,
    })
    .from(destinations)
    .where(eq(destinations.id, id))
  return row ?? null
}
