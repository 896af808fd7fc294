import { and, asc, eq, isNull, lte } from 'drizzle-orm'
import type { DestinationKind } from '../../model/core/destinations.ts'
import type { DestinationId } from '../../model/core/ids.ts'
import type { WeeklySchedule } from '../../model/core/weekly.ts'
import { nextDue } from '../../model/core/weekly.ts'
import { settingsOf } from '../../model/schema/destination-kinds.ts'
import type { Db } from '../client.ts'
import { destinations } from '../schema/access.ts'

/**
 * When a digest is due stands in its destination's row, so a look costs nothing, and there is nothing to remember. It is set
 * whenever somebody asks for a digest, for another, or has the destination enabled: to the next moment from then on, never to one
 * that is past. Whoever makes a digest sets it to the next one in the same transaction.
 */

/** Null: a destination of that kind, or with these settings, has none. */
export function scheduleOf(kind: DestinationKind, settings: unknown): WeeklySchedule | null {
  return kind === 'email' ? settingsOf(kind, settings).digest : null
}

/** As a column takes it. */
export const dueAfter = (schedule: WeeklySchedule | null, ms: number): string | null =>
  schedule === null ? null : new Date(nextDue(schedule, ms)).toISOString()

export async function dueDigests(db: Db, now: Date): Promise<DestinationId[]> {
  const rows = await db
    .select({ id: destinations.id })
    .from(destinations)
    .where(isDue(now))
    .orderBy(asc(destinations.digestDueAt), asc(destinations.id))
  return rows.map(({ id }) => id)
}

/** Holds it; null where another has it, has just made its digest, or has changed it. */
export async function claimDueDigest(tx: Db, id: DestinationId, now: Date) {
  const [row] = await tx
    .select({
      ...{ id: destinations.id, kind: destinations.kind, settings: destinations.settings },
      ...{ integrationId: destinations.integrationId, filter: destinations.filter },
      ...{ eventTypes: destinations.eventTypes, dueAt: destinations.digestDueAt },
    })
    .from(destinations)
    .where(and(eq(destinations.id, id), isDue(now)))
    .for('update', { skipLocked: true })
  return row ?? null
}

const isDue = (now: Date) =>
  and(lte(destinations.digestDueAt, now.toISOString()), isNull(destinations.disabledAt))

export async function setDigestDue(tx: Db, id: DestinationId, dueAt: string | null): Promise<void> {
  await tx.update(destinations).set({ digestDueAt: dueAt }).where(eq(destinations.id, id))
}
