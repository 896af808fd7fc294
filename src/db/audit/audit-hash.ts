import { createHash } from 'node:crypto'
import { canonicalJson } from '../canonical-json.ts'
import type { auditLog } from '../schema/access.ts'

export type AuditRow = typeof auditLog.$inferSelect

/** What the first row is chained to. */
export const GENESIS = '0'.repeat(64)

/** Over everything a row says, as canonical JSON; the time in milliseconds, as it was written. */
export function auditHash(row: Omit<AuditRow, 'hash'>): string {
  const { seq, actor, action, target, detail, requestId, previousHash } = row
  const at = new Date(row.at).toISOString()
  const text = canonicalJson({ seq, at, actor, action, target, detail, requestId, previousHash })
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
