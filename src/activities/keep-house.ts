import { purgeCommands } from '../db/idempotency/begin-command.ts'
import { ensureMonthPartitions } from '../db/partitions/ensure-month-partitions.ts'
import { expireContents } from '../db/purge/purge-contents.ts'
import type { ActivityDeps } from './deps.ts'

/**
 * What a deployment needs now and then that runs for months without a migration: the coming months' partitions, and
 * an end of used idempotency keys. Full runs are daily, and both statements cost next to nothing where there is
 * nothing to do. A failure is told and waits for the next one: no run stops for it.
 */
export async function keepHouse({
  database,
  logger,
  settings,
}: Pick<ActivityDeps, 'database' | 'logger' | 'settings'>): Promise<void> {
  const duties = {
    'making month partitions': () => ensureMonthPartitions(database.sql),
    'ending content that was kept its time': () =>
      expireContents(database.sql, settings.CASBAH_CONTENT_RETENTION_DAYS),
    'forgetting used idempotency keys': () => purgeCommands(database.drizzle),
  }
  for (const [duty, work] of Object.entries(duties)) {
    try {
      await work()
    } catch (error) {
      logger.warn({ duty, error }, 'housekeeping failed; the next full run tries again')
    }
  }
}
