import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { deleteInBatches } from '../purge/delete-in-batches.ts'

/** Takes a directory away as a whole, wherever its people came from. */
export const eraseDirectory = (sql: Sql, integrationId: IntegrationId): Promise<void> =>
  deleteInBatches(sql, { table: 'directory_people', where: sql`integration_id = ${integrationId}` }, {})
