import { DELIVERY_DAYS } from '../../model/core/deliveries.ts'
import type { Sql } from '../client.ts'
import type { PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

/**
 * Ends what was delivered or given up long ago, with its attempts, and notices of that age; what is on its way
 * stays. Of integrations they stay, a few each: the last one says whether a recovery is news.
 */
export async function purgeDeliveries(sql: Sql, pace: PurgePace = {}): Promise<void> {
  const isOld = sql`created_at < now() - make_interval(days => ${DELIVERY_DAYS})`
  await deleteInBatches(
    sql,
    { table: 'deliveries', where: sql`${isOld} and state in ('delivered', 'abandoned')` },
    pace,
  )
  const isOldNotice = sql`at < now() - make_interval(days => ${DELIVERY_DAYS}) and dispatched_at is not null
    and type not like 'integration.%'
    and not exists (select from deliveries d where d.notice_id = notices.id)`
  await deleteInBatches(sql, { table: 'notices', where: isOldNotice }, pace)
}
