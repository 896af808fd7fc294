import { desc, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { auditLog } from '../schema/access.ts'
import { auditHash, GENESIS } from './audit-hash.ts'

/**
 * One row at a time: each is chained to the one before, so appends queue at this lock, held to the end of the
 * transaction. Nobody but appends takes it, and people's commands are few.
 */
const AUDIT_LOCK = 7_204_102

export interface AuditEntry {
  readonly actor: Actor
  /** `integration.create`, `run.collect_now` … */
  readonly action: string
  /** `integration/<id>` … */
  readonly target: string
  /** Ids and choices only: never a secret, a person or upstream's text. */
  readonly detail: JsonObject
  readonly requestId: string | null
}

/** Appends one row; inside a caller's transaction it is part of that. */
export async function appendAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`)
    const [last] = await tx
      .select({ seq: auditLog.seq, hash: auditLog.hash })
      .from(auditLog)
      .orderBy(desc(auditLog.seq))
      .limit(1)
    const row = {
      ...entry,
      seq: (last?.seq ?? 0) + 1,
      at: new Date().toISOString(),
      previousHash: last?.hash ?? GENESIS,
    }
    await tx.insert(auditLog).values({ ...row, hash: auditHash(row) })
  })
}
