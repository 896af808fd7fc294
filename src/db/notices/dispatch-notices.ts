import { randomUUIDv7 } from 'node:crypto'
import { asc, eq, isNull, sql } from 'drizzle-orm'
import { asDeliveryId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import type { Dispatched } from '../deliveries/dispatch-outbox.ts'
import type { NewDelivery } from '../deliveries/insert-deliveries.ts'
import { insertDeliveries } from '../deliveries/insert-deliveries.ts'
import type { Destination } from '../destinations/destinations.ts'
import { enabledDestinations } from '../destinations/destinations.ts'
import { notices } from '../schema/access.ts'

type Notice = typeof notices.$inferSelect

/**
 * The other outbox, handed on as finding events are: claimed by "not dispatched yet, skip what another holds", and each
 * turned once into a delivery for each destination that asks for it. What a destination says of findings (rules,
 * severity, owners) does not narrow these.
 */
export function dispatchNotices(
  db: Db,
  input: { readonly limit: number; readonly payloadOf: (notice: Notice) => JsonObject },
): Promise<Dispatched> {
  return db.transaction(async (tx) => {
    const claimed = await tx
      .select()
      .from(notices)
      .where(isNull(notices.dispatchedAt))
      .orderBy(asc(notices.id))
      .limit(input.limit)
      .for('update', { skipLocked: true })
    const rows: NewDelivery[] = []
    const told: Destination[] = []
    for (const notice of claimed) {
      const asking = await enabledDestinations(tx, notice.integrationId)
      const payload = input.payloadOf(notice)
      told.push(...asking)
      for (const { id, eventTypes } of asking) {
        if (!eventTypes.includes(notice.type)) continue
        rows.push({
          ...{ id: asDeliveryId(randomUUIDv7()), destinationId: id, noticeId: notice.id },
          ...{ eventType: notice.type, payload, state: 'pending' as const },
        })
      }
      await tx.update(notices).set({ dispatchedAt: sql`now()` }).where(eq(notices.id, notice.id))
    }
    return { events: claimed.length, deliveries: await insertDeliveries(tx, rows, told) }
  })
}
