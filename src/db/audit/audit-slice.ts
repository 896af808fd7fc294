import { and, asc, gte, lte, sql } from 'drizzle-orm'
import type { Period } from '../../model/core/period.ts'
import type { Db } from '../client.ts'
import { auditLog } from '../schema/access.ts'
import type { AuditRow } from './audit-hash.ts'

/** Rows of the log from one to another, both in it. */
export interface AuditSlice {
  readonly first: number
  readonly last: number
}

/**
 * Where a period is in the log, without a hole: from the first row that is of it to the last. Clocks of several API processes
 * differ a little, so a row between may be of a moment before or after. Null: nothing was done in it.
 */
export async function auditSliceOf(db: Db, { from, until }: Period): Promise<AuditSlice | null> {
  const [row] = await db.execute<{ first: string | null; last: string | null }>(sql`
    select (select min(seq) from audit_log where at >= ${from}::text::timestamptz) as first,
      (select max(seq) from audit_log where at < ${until}::text::timestamptz) as last`)
  if (row === undefined || row.first === null || row.last === null) return null
  const slice = { first: Number(row.first), last: Number(row.last) }
  return slice.first <= slice.last ? slice : null
}

/** Oldest first. */
export function nextAuditRows(
  db: Db,
  { first, last }: AuditSlice,
  page: { readonly after: number | null; readonly limit: number },
): Promise<AuditRow[]> {
  const from = page.after === null ? first : page.after + 1
  return db
    .select()
    .from(auditLog)
    .where(and(gte(auditLog.seq, from), lte(auditLog.seq, last)))
    .orderBy(asc(auditLog.seq))
    .limit(page.limit)
}
