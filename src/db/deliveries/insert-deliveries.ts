import type { Db } from '../client.ts'
import type { Destination } from '../destinations/destinations.ts'
import { deliveries } from '../schema/access.ts'
import type { StartableDelivery } from './deliveries.ts'

export type NewDelivery = typeof deliveries.$inferInsert

/** Those that were not there: one of each event and destination. */
export async function insertDeliveries(
  tx: Db,
  rows: readonly NewDelivery[],
  destinations: readonly Destination[],
): Promise<StartableDelivery[]> {
  if (rows.length === 0) return []
  const made = await tx
    .insert(deliveries)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: deliveries.id, destinationId: deliveries.destinationId })
  const kinds = new Map(destinations.map(({ id, kind }) => [id, kind]))
  return made.map((row) => ({ ...row, replays: 0, kind: kinds.get(row.destinationId) ?? 'webhook' }))
}
