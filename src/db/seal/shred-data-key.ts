import { and, eq } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { dataKeys } from '../schema/connection.ts'
import type { Purpose } from './data-key.ts'

/** What was sealed for this purpose is noise from here on, wherever a copy of it may be. */
export async function shredDataKey(tx: Db, integrationId: IntegrationId, purpose: Purpose): Promise<void> {
  await tx
    .delete(dataKeys)
    .where(and(eq(dataKeys.integrationId, integrationId), eq(dataKeys.purpose, purpose)))
}
