import { desc, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { auditLog } from '../schema/access.ts'
import type { AuditFacts } from './audit-hash.ts'
import { auditHash, CHAIN_START } from './audit-hash.ts'

/**
 * One number known to every process that appends. A chain has one end, so writers take turns: the lock is held to
 * the end of the transaction, which is this one statement pair (or the caller's, when it hands one in).
 */
const CHAIN_LOCK = 7_204_102

/** Adds a row to the chain. Rows are never changed or deleted; a changed one breaks every hash after it. */
export function appendAudit(db: Db, facts: AuditFacts): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK}::bigint)`)
    const [last] = await tx
      .select({ seq: auditLog.seq, hash: auditLog.hash })
      .from(auditLog)
      .orderBy(desc(auditLog.seq))
      .limit(1)
    const seq = (last?.seq ?? 0) + 1
    const previousHash = last?.hash ?? CHAIN_START
    // Whole milliseconds: what goes into the hash must come back from Postgres digit by digit.
    const at = new Date()
    await tx.insert(auditLog).values({
      ...facts,
      seq,
      at: at.toISOString(),
      previousHash,
      hash: auditHash(previousHash, seq, at.getTime(), facts),
    })
  })
}
