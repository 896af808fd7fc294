import { lt, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { webhookTests } from '../schema/access.ts'

/**
 * A test delivery answers whether something listens somewhere, so it is kept too slow to look through addresses with: so
 * many a minute for each token or person, and for all of them together. A row a minute in Postgres, since there may be several API
 * processes. One that is refused counts for nobody.
 */
export const TESTS_A_MINUTE = 6
export const TESTS_A_MINUTE_OF_ALL = 30

const KEPT_MINUTES = 10

/** False where the minute is used up. */
export function countTest(db: Db, callerId: string): Promise<boolean> {
  return db
    .transaction(async (tx) => {
      await tx
        .delete(webhookTests)
        .where(lt(webhookTests.minute, sql`now() - make_interval(mins => ${KEPT_MINUTES})`))
      // In one order for everybody, so that no two wait for each other.
      await take(tx, 'all', TESTS_A_MINUTE_OF_ALL)
      await take(tx, callerId, TESTS_A_MINUTE)
      return true
    })
    .catch((error: unknown) => {
      if (error instanceof UsedUp) return false
      throw error
    })
}

class UsedUp extends Error {
  override readonly name = 'UsedUp'
}

async function take(tx: Db, whose: string, most: number): Promise<void> {
  const rows = await tx
    .insert(webhookTests)
    .values({ whose, minute: sql`date_trunc('minute', now())`, sent: 1 })
    .onConflictDoUpdate({
      target: [webhookTests.whose, webhookTests.minute],
      set: { sent: sql`${webhookTests.sent} + 1` },
      setWhere: lt(webhookTests.sent, most),
    })
    .returning({ sent: webhookTests.sent })
  if (rows.length === 0) throw new UsedUp()
}
