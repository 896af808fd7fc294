import { asc, gt } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { auditLog } from '../schema/access.ts'
import { auditHash, CHAIN_START } from './audit-hash.ts'

/** Rows read at once, so that memory does not grow with the log. */
const BATCH = 1_000

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number }
  | { readonly ok: false; readonly brokenAt: number }

/** Walks the whole chain; `brokenAt` is the seq of the first row that is missing, changed or out of place. */
export async function verifyAudit(db: Db): Promise<AuditVerdict> {
  let seq = 0
  let previousHash = CHAIN_START
  for (;;) {
    const rows = await db
      .select()
      .from(auditLog)
      .where(gt(auditLog.seq, seq))
      .orderBy(asc(auditLog.seq))
      .limit(BATCH)
    for (const row of rows) {
      const hash = auditHash(previousHash, seq + 1, Date.parse(row.at), row)
      if (row.seq !== seq + 1 || row.hash !== hash) return { ok: false, brokenAt: seq + 1 }
      seq = row.seq
      previousHash = row.hash
    }
    if (rows.length < BATCH) return { ok: true, rows: seq }
  }
}
