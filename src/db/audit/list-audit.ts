import { desc, lt } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { auditLog } from '../schema/access.ts'

export type AuditRow = typeof auditLog.$inferSelect

/** Newest first; `before` is the seq of the last row that was seen. Only for callers who may see everything. */
export function listAudit(
  db: Db,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditLog)
    .where(before === null ? undefined : lt(auditLog.seq, before))
    .orderBy(desc(auditLog.seq))
    .limit(limit)
}
