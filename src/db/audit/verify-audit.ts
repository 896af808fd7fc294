import { and, asc, desc, gt, lt, lte } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { auditLog } from '../schema/access.ts'
import type { AuditRow } from './audit-hash.ts'
import { auditHash, GENESIS } from './audit-hash.ts'

export type AuditVerdict =
  | {
      readonly intact: true
      readonly rows: number
      readonly head: string
      /** Whether a head that was noted before is in the chain; null where none was named. */
      readonly headFound: boolean | null
    }
  | { readonly intact: false; readonly seq: number; readonly why: 'altered' | 'missing' | 'not_chained' }

const ROWS_A_PAGE = 1_000

/**
 * Reads the whole chain. It shows any row altered, removed or put in between; rows cut off at the end only
 * show against a head that was `noted` elsewhere before. With `last`, what comes behind that row is not looked at.
 */
export async function verifyAudit(
  db: Db,
  noted?: string,
  last: number = Number.MAX_SAFE_INTEGER,
): Promise<AuditVerdict> {
  let seq = 0
  let head = GENESIS
  let isFound = false
  for (;;) {
    const page = await db
      .select()
      .from(auditLog)
      .where(and(gt(auditLog.seq, seq), lte(auditLog.seq, last)))
      .orderBy(asc(auditLog.seq))
      .limit(ROWS_A_PAGE)
    for (const row of page) {
      if (row.seq !== seq + 1) return { intact: false, seq: seq + 1, why: 'missing' }
      if (row.previousHash !== head) return { intact: false, seq: row.seq, why: 'not_chained' }
      if (auditHash(row) !== row.hash) return { intact: false, seq: row.seq, why: 'altered' }
      seq = row.seq
      head = row.hash
      isFound ||= head === noted
    }
    if (page.length < ROWS_A_PAGE) {
      return { intact: true, rows: seq, head, headFound: noted === undefined ? null : isFound }
    }
  }
}

/** Newest first; `before` is the last `seq` of the page before. */
export function listAudit(
  db: Db,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditLog)
    .where(page.before === undefined ? undefined : lt(auditLog.seq, page.before))
    .orderBy(desc(auditLog.seq))
    .limit(page.limit)
}
