import { DELIVERY_DAYS } from '../../model/core/deliveries.ts'
import type { Sql } from '../client.ts'
import { firstIdOf } from '../first-id.ts'
import type { PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

/**
 * Ends what was delivered or given up long ago, with its attempts, and notices of that age; what is on its way
 * stays. So do notices of integrations and of webhooks that are still there, a few each: the next one counts on from them, and
 * a receiver discards what counts lower. Of integrations the last one also says whether a recovery is news. A run that old
 * is over.
 *
 * How old something is its id says, which begins with the milliseconds of its making. So the primary key finds what is old,
 * of which hardly anything is ever left: each planning of a run asks, and would else read both tables whole to find nothing.
 */
export async function purgeDeliveries(
  sql: Sql,
  pace: PurgePace = {},
  nowMs: number = Date.now(),
): Promise<void> {
  const isOld = sql`id < ${firstIdOf(nowMs - DELIVERY_DAYS * DAY_MS)}::uuid`
  await deleteInBatches(
    sql,
    { table: 'deliveries', where: sql`${isOld} and state in ('delivered', 'abandoned')` },
    pace,
  )
  const isOldNotice = sql`${isOld} and dispatched_at is not null
    and type not like 'integration.%' and not exists (select from destinations w where w.id = notices.subject_id)
    and not exists (select from deliveries d where d.notice_id = notices.id)`
  await deleteInBatches(sql, { table: 'notices', where: isOldNotice }, pace)
}

const DAY_MS = 86_400_000
