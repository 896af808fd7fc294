import { and, eq, isNull } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db, Tx } from '../client.ts'
import { integrations } from '../schema/connection.ts'
import { IntegrationGone } from '../seal/data-key.ts'

/**
 * Holds the integration's row until the transaction ends: what is written for it meanwhile is there before it is
 * disconnected, and goes with the rest, or is not written at all. Throws `IntegrationGone` then.
 */
export async function holdLiving(tx: Db, id: IntegrationId): Promise<void> {
  const living = await tx
    .select({ id: integrations.id })
    .from(integrations)
    .where(and(eq(integrations.id, id), isNull(integrations.disconnectedAt)))
    .for('share')
  if (living.length === 0) throw new IntegrationGone(id)
}

/** The same for who reads and then changes it: nobody else does so in between. */
export async function holdToChange(tx: Db, id: IntegrationId): Promise<void> {
  const living = await tx
    .select({ id: integrations.id })
    .from(integrations)
    .where(and(eq(integrations.id, id), isNull(integrations.disconnectedAt)))
    .for('no key update')
  if (living.length === 0) throw new IntegrationGone(id)
}

/** The same in a transaction of postgres.js. */
export async function holdLivingTx(tx: Tx, id: IntegrationId): Promise<void> {
  const living = await tx`select 1 from integrations where id = ${id} and disconnected_at is null for share`
  if (living.length === 0) throw new IntegrationGone(id)
}
