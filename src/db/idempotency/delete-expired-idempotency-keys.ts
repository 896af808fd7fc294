import { lt, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { idempotencyKeys } from '../schema/connection.ts'

export async function deleteExpiredIdempotencyKeys(db: Db): Promise<void> {
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.expiresAt, sql`now()`))
}
