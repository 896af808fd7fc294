import { sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import { asIntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'

/**
 * Integrations whose findings have news that nobody has handed on. One that is being disconnected has none: what it has is
 * being deleted.
 */
export async function integrationsWithNews(db: Db): Promise<IntegrationId[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select i.id from integrations i where i.disconnected_at is null and i.phase <> 'disconnecting'
      and exists (select from finding_events e where e.integration_id = i.id and e.dispatched_at is null)
    order by i.id`)
  return rows.map(({ id }) => asIntegrationId(id))
}
