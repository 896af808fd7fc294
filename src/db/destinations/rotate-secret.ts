import { and, eq, sql } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import { KIND_SPECS } from '../../model/schema/destination-kinds.ts'
import type { Db } from '../client.ts'
import { hastenBatches } from '../deliveries/hasten-batches.ts'
import { destinations } from '../schema/access.ts'
import { within } from '../scope.ts'
import type { MasterKey } from '../seal/master-key.ts'
import { openSecret, sealSecret } from '../seal/master-key.ts'
import { destinationPlace } from '../seal/place.ts'
import type { Destination } from './destinations.ts'
import { getDestination } from './destinations.ts'

/**
 * Gives a destination a new secret. The one before signs beside it for `overlapHours`, in which the receiver is told the
 * new one; one that was signing beside that one ends at once, since there are two at most. The old secret is opened and
 * sealed anew for its place, because each place of the table has a seal of its own. Null where there is no such one.
 */
export function rotateSecret(
  db: Db,
  master: MasterKey,
  scope: Scope,
  rotation: { readonly id: DestinationId; readonly secret: string; readonly overlapHours: number },
): Promise<Destination | null> {
  const { id, secret, overlapHours } = rotation
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({ integrationId: destinations.integrationId, sealedSecret: destinations.sealedSecret })
      .from(destinations)
      .where(and(eq(destinations.id, id), within(scope, destinations.integrationId)))
      .for('update')
    if (row === undefined) return null
    const whose = { id, integrationId: row.integrationId }
    const place = destinationPlace('destinations.sealed_secret', whose)
    const before = openSecret(master, place, row.sealedSecret)
    const previous = destinationPlace('destinations.sealed_previous_secret', whose)
    await tx
      .update(destinations)
      .set({
        sealedSecret: sealSecret(master, place, secret),
        sealedPreviousSecret: overlapHours === 0 ? null : sealSecret(master, previous, before),
        previousSecretUntil: overlapHours === 0 ? null : sql`now() + make_interval(hours => ${overlapHours})`,
      })
      .where(eq(destinations.id, id))
    return getDestination(tx, scope, id)
  })
}

export interface ReplacedSecrets {
  readonly url?: string | undefined
  readonly secret?: string | undefined
}

/**
 * Of a destination whose secrets come from outside: the new ones hold at once, for what is on its way, too. What is not given
 * stays. `decide` looks at where it is now, and throws where that is not what is meant.
 */
export function replaceSecrets(
  db: Db,
  master: MasterKey,
  scope: Scope,
  given: ReplacedSecrets & { readonly id: DestinationId; decide(before: { readonly url: string }): void },
): Promise<Destination | null> {
  const { id, url, secret, decide } = given
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({
        ...{ integrationId: destinations.integrationId, kind: destinations.kind },
        sealedUrl: destinations.sealedUrl,
      })
      .from(destinations)
      .where(and(eq(destinations.id, id), within(scope, destinations.integrationId)))
      .for('update')
    if (row === undefined) return null
    const whose = { id, integrationId: row.integrationId }
    const places = {
      url: destinationPlace('destinations.sealed_url', whose),
      secret: destinationPlace('destinations.sealed_secret', whose),
    }
    decide({ url: openSecret(master, places.url, row.sealedUrl) })
    await tx
      .update(destinations)
      .set({
        ...(url !== undefined && {
          sealedUrl: sealSecret(master, places.url, url),
          shownUrl: KIND_SPECS[row.kind].shownUrl(url),
        }),
        ...(secret !== undefined && { sealedSecret: sealSecret(master, places.secret, secret) }),
      })
      .where(eq(destinations.id, id))
    await hastenBatches(tx, id)
    return getDestination(tx, scope, id)
  })
}
