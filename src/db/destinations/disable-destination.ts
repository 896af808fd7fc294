import { and, eq, isNull, sql } from 'drizzle-orm'
import { SYSTEM_ACTOR } from '../../model/core/actor.ts'
import type { DestinationId } from '../../model/core/ids.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Db } from '../client.ts'
import { addNotice } from '../notices/add-notice.ts'
import { destinations } from '../schema/access.ts'

const WHY = {
  gone: 'The receiver answered 410 Gone.',
  failing:
    'The receiver has taken nothing for days. Mend it, enable the destination, and have what failed sent again.',
} as const

/**
 * Nothing more is sent there until a person enables it. Told in the audit log and to the other destinations, since this one
 * cannot hear of it.
 */
export async function disableDestination(tx: Db, id: DestinationId, why: keyof typeof WHY): Promise<void> {
  await tx.transaction(async (inner) => {
    const [row] = await inner
      .update(destinations)
      .set({ disabledAt: sql`now()`, disabledReason: WHY[why] })
      .where(and(eq(destinations.id, id), isNull(destinations.disabledAt)))
      .returning({ integrationId: destinations.integrationId, failedAttempts: destinations.failedAttempts })
    if (row === undefined) return
    const { integrationId, failedAttempts } = row
    await addNotice(inner, {
      ...{ integrationId, type: 'destination.disabled', subjectId: id },
      data: { destination_id: id, reason: why, failed_attempts: failedAttempts },
    })
    await appendAudit(inner, {
      ...{ actor: SYSTEM_ACTOR, action: 'destination.disable', target: `destination/${id}`, requestId: null },
      detail: { reason: why, failed_attempts: failedAttempts },
    })
  })
}
