import type { Db } from '../client.ts'
import { idempotencyKeys } from '../schema/connection.ts'
import type { IdempotencyRow } from './claim-idempotency-key.ts'
import { isRow } from './claim-idempotency-key.ts'

/** Gives a key back whose request was refused or failed: the same request may be tried again. */
export async function releaseIdempotencyKey(db: Db, row: IdempotencyRow): Promise<void> {
  await db.delete(idempotencyKeys).where(isRow(row))
}
