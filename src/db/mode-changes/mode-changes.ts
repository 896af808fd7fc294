import { randomUUIDv7 } from 'node:crypto'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { holdLiving } from '../integrations/hold-living.ts'
import { modeChanges } from '../schema/connection.ts'

export type ModeChangeRow = typeof modeChanges.$inferSelect

/** Writes down who wanted what and why, before it is done. Throws `IntegrationGone` where it is disconnected. */
export async function requestModeChange(
  db: Db,
  change: {
    readonly integrationId: IntegrationId
    readonly fromMode: CollectionMode
    readonly toMode: CollectionMode
    readonly reason: string | null
    readonly actor: Actor
  },
): Promise<void> {
  await db.transaction(async (tx) => {
    await holdLiving(tx, change.integrationId)
    await tx.insert(modeChanges).values({ id: randomUUIDv7(), ...change })
  })
}

/** The mode is in force; `dataFrom` says from when on there is what it newly allows. */
export async function noteModeApplied(
  tx: Db,
  {
    integrationId,
    mode,
    dataFrom,
  }: {
    readonly integrationId: IntegrationId
    readonly mode: CollectionMode
    readonly dataFrom: string | null
  },
): Promise<void> {
  await tx
    .update(modeChanges)
    .set({ appliedAt: sql`now()`, dataFrom })
    .where(and(open(integrationId, mode), isNull(modeChanges.appliedAt)))
}

export async function noteModePurged(
  db: Db,
  integrationId: IntegrationId,
  mode: CollectionMode,
): Promise<void> {
  await db.update(modeChanges).set({ purgedAt: sql`now()` }).where(open(integrationId, mode))
}

/** The change that was asked for last, or null where the mode is as at the beginning. */
export async function newestModeChange(db: Db, integrationId: IntegrationId): Promise<ModeChangeRow | null> {
  const [row] = await db
    .select()
    .from(modeChanges)
    .where(eq(modeChanges.integrationId, integrationId))
    .orderBy(desc(modeChanges.requestedAt), desc(modeChanges.id))
    .limit(1)
  return row ?? null
}

const open = (integrationId: IntegrationId, mode: CollectionMode) =>
  and(
    eq(modeChanges.integrationId, integrationId),
    eq(modeChanges.toMode, mode),
    isNull(modeChanges.purgedAt),
  )
