import { and, asc, eq, getTableColumns, isNull, or, sql } from 'drizzle-orm'
import type { DestinationId, IntegrationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { destinations } from '../schema/access.ts'
import { within } from '../scope.ts'
import { SEALED_NOTHING_BYTES } from '../seal/master-key.ts'

/** For display: without what is sealed. */
export type Destination = Omit<
  typeof destinations.$inferSelect,
  'sealedUrl' | 'sealedSecret' | 'sealedPreviousSecret'
> & {
  /** Whether there is a secret beside the URL. */
  readonly hasSecret: boolean
}

const {
  sealedUrl: _sealedUrl,
  sealedSecret: _sealedSecret,
  sealedPreviousSecret: _sealedPreviousSecret,
  ...columns
} = getTableColumns(destinations)

const shown = {
  ...columns,
  hasSecret: sql<boolean>`octet_length(${destinations.sealedSecret}) > ${sql.raw(String(SEALED_NOTHING_BYTES))}`,
}

/** Oldest first. One that is for all integrations is seen only by who sees all. */
export function listDestinations(db: Db, scope: Scope): Promise<Destination[]> {
  return db
    .select(shown)
    .from(destinations)
    .where(within(scope, destinations.integrationId))
    .orderBy(asc(destinations.id))
}

export async function getDestination(db: Db, scope: Scope, id: DestinationId): Promise<Destination | null> {
  const [row] = await db
    .select(shown)
    .from(destinations)
    .where(and(eq(destinations.id, id), within(scope, destinations.integrationId)))
  return row ?? null
}

export async function deleteDestination(db: Db, scope: Scope, id: DestinationId): Promise<boolean> {
  const gone = await db
    .delete(destinations)
    .where(and(eq(destinations.id, id), within(scope, destinations.integrationId)))
    .returning({ id: destinations.id })
  return gone.length > 0
}

/**
 * Those that want to hear of an integration now; of the installation (null) only those of all integrations. Who has a digest is
 * told by that alone.
 */
export function enabledDestinations(db: Db, integrationId: IntegrationId | null): Promise<Destination[]> {
  return db
    .select(shown)
    .from(destinations)
    .where(
      and(
        isNull(destinations.disabledAt),
        isNull(destinations.digestDueAt),
        integrationId === null
          ? isNull(destinations.integrationId)
          : or(isNull(destinations.integrationId), eq(destinations.integrationId, integrationId)),
      ),
    )
    .orderBy(asc(destinations.id))
}
