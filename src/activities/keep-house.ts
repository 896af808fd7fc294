import { purgeCommands } from '../db/idempotency/begin-command.ts'
import { ensureMonthPartitions } from '../db/partitions/ensure-month-partitions.ts'
import { expireActivity } from '../db/purge/purge-activity.ts'
import { expireContents } from '../db/purge/purge-contents.ts'
import { purgeDeliveries } from '../db/purge/purge-deliveries.ts'
import { purgeObservations } from '../db/purge/purge-observations.ts'
import { purgeWaiting } from '../db/purge/purge-waiting.ts'
import { OPEN_FOR_DAYS } from '../evaluation/events/resolve-aged.ts'
import type { ActivityDeps } from './deps.ts'

/** Milliseconds: planning a run may take thirty seconds, and holds a place that all tenants' runs share. */
const LONGEST_PURGE_MS = 5_000

/**
 * What a deployment needs now and then that runs for months without a migration: the coming months' partitions, and
 * an end of used idempotency keys, of content and counts of days that were kept their time, of what findings counted
 * that were closed long ago, and of what custom rules counted long ago without having enough. Runs are many, and each
 * statement costs next to nothing where there is nothing to do. A failure is told and waits for the next run: none stops for it, and none
 * waits long. A day's content of a large tenant goes run by run.
 */
export async function keepHouse({
  database,
  logger,
  settings,
}: Pick<ActivityDeps, 'database' | 'logger' | 'settings'>): Promise<void> {
  const startedAt = performance.now()
  const pace = { isEnough: () => performance.now() - startedAt > LONGEST_PURGE_MS }
  const duties = {
    'making month partitions': () => ensureMonthPartitions(database.sql),
    'ending content that was kept its time': () =>
      expireContents(database.sql, settings.CASBAH_CONTENT_RETENTION_DAYS, pace),
    'ending counts of days that were kept their time': () => expireActivity(database.sql, pace),
    'ending what closed findings counted': () => purgeObservations(database.sql, pace),
    'forgetting what never became a finding': () => purgeWaiting(database.sql, OPEN_FOR_DAYS, pace),
    'ending deliveries that were kept their time': () => purgeDeliveries(database.sql, pace),
    'forgetting used idempotency keys': () => purgeCommands(database.drizzle),
  }
  for (const [duty, work] of Object.entries(duties)) {
    try {
      await work()
    } catch (error) {
      logger.warn({ duty, error }, 'housekeeping failed; the next run tries again')
    }
  }
}
