import { eq } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { capabilities, credentials, dataKeys, integrations } from '../schema/connection.ts'

/** Takes back an integration whose entity could not be started: nothing was collected for it, nobody knows it. */
export async function removeUnstarted(db: Db, id: IntegrationId): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(dataKeys).where(eq(dataKeys.integrationId, id))
    await tx.delete(credentials).where(eq(credentials.integrationId, id))
    await tx.delete(capabilities).where(eq(capabilities.integrationId, id))
    await tx.delete(integrations).where(eq(integrations.id, id))
  })
}
