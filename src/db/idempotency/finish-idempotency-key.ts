import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { idempotencyKeys } from '../schema/connection.ts'
import type { IdempotencyRow } from './claim-idempotency-key.ts'
import { isRow } from './claim-idempotency-key.ts'

/** Keeps the answer for whoever repeats the request. */
export async function finishIdempotencyKey(
  db: Db,
  { status, response, ...row }: IdempotencyRow & { readonly status: number; readonly response: JsonObject },
): Promise<void> {
  await db.update(idempotencyKeys).set({ state: 'done', responseStatus: status, response }).where(isRow(row))
}
