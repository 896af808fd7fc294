import { count, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { DestinationKind } from '../../model/core/destinations.ts'
import type { FindingMatch } from '../../model/core/finding-match.ts'
import type { DestinationId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { ALL_INTEGRATIONS } from '../../model/core/scope.ts'
import { KIND_SPECS } from '../../model/schema/destination-kinds.ts'
import type { Db } from '../client.ts'
import { dueAfter, scheduleOf } from '../digests/due-digests.ts'
import { KeyTaken, violates } from '../errors.ts'
import { holdLiving } from '../integrations/hold-living.ts'
import { destinations } from '../schema/access.ts'
import type { MasterKey } from '../seal/master-key.ts'
import { sealSecret } from '../seal/master-key.ts'
import { destinationPlace } from '../seal/place.ts'
import type { Destination } from './destinations.ts'
import { getDestination } from './destinations.ts'

/**
 * Of one integration, and as many of all together: each multiplies what every finding event sends and stores, and
 * whoever needs more receivers than this wants a queue of their own behind one.
 */
export const MOST_DESTINATIONS = 20

/** Counting and adding must not be interleaved; destinations are made by hand, so one lock for all will do. */
const DESTINATIONS_LOCK = 7_204_103

export class TooManyDestinations extends Error {
  override readonly name = 'TooManyDestinations'
  constructor(integrationId: IntegrationId | null) {
    const whose = integrationId === null ? 'All integrations together have' : 'The integration has'
    super(
      `${whose} ${MOST_DESTINATIONS} destinations, the most there may be. Remove one that is no longer needed.`,
    )
  }
}

export interface NewDestination {
  readonly id: DestinationId
  readonly key?: string | null
  /** Default: a webhook. */
  readonly kind?: DestinationKind
  /** Of its kind. Default: none. */
  readonly settings?: JsonObject
  /** Null: of all integrations. */
  readonly integrationId: IntegrationId | null
  /** These two are sealed before they are written; a kind that has no other secret has an empty one. */
  readonly url: string
  readonly secret: string
  readonly eventTypes: readonly string[]
  /** Default: every finding. */
  readonly filter?: FindingMatch
  readonly createdBy: Actor
}

/** Throws `TooManyDestinations` where there are enough, `KeyTaken`, or `IntegrationGone` where theirs is disconnected. */
export function createDestination(db: Db, master: MasterKey, input: NewDestination): Promise<Destination> {
  const { url, secret, eventTypes, ...rest } = input
  const row = {
    ...rest,
    eventTypes: [...eventTypes],
    shownUrl: KIND_SPECS[input.kind ?? 'webhook'].shownUrl(url),
    sealedUrl: sealSecret(master, destinationPlace('destinations.sealed_url', input), url),
    sealedSecret: sealSecret(master, destinationPlace('destinations.sealed_secret', input), secret),
    digestDueAt: dueAfter(scheduleOf(input.kind ?? 'webhook', input.settings ?? {}), Date.now()),
  }
  return db.transaction(async (tx) => {
    if (input.integrationId !== null) await holdLiving(tx, input.integrationId)
    await tx.execute(sql`select pg_advisory_xact_lock(${DESTINATIONS_LOCK})`)
    const [counted] = await tx
      .select({ n: count() })
      .from(destinations)
      .where(ofSameKind(input.integrationId))
    if ((counted?.n ?? 0) >= MOST_DESTINATIONS) throw new TooManyDestinations(input.integrationId)
    const [made] = await tx
      .insert(destinations)
      .values(row)
      .returning({ id: destinations.id })
      .catch((error: unknown) => {
        throw violates(error, 'destinations_key') ? new KeyTaken('destination') : error
      })
    if (!made) throw new Error('an insert without a conflict clause returned no row')
    const there = await getDestination(tx, ALL_INTEGRATIONS, made.id)
    if (there === null) throw new Error('what was inserted is not there')
    return there
  })
}

const ofSameKind = (integrationId: IntegrationId | null) =>
  integrationId === null ? isNull(destinations.integrationId) : eq(destinations.integrationId, integrationId)
