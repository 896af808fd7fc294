import type { AssetKind } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * The live parents after `after`, in the order of ids, at most `limit`; empty at the end. Compared bytewise
 * (`collate "C"`), so that the order is the same on every server and a parent that appears meanwhile behind the
 * cursor, or among those that were listed, waits for the next run instead of shifting this one.
 */
export async function nextParents(
  sql: Sql,
  input: {
    readonly integrationId: IntegrationId
    readonly kind: AssetKind
    readonly after: string | null
    readonly limit: number
  },
): Promise<readonly string[]> {
  const rows = await quietly(sql<{ externalId: string }[]>`
    select external_id as "externalId" from assets
    where integration_id = ${input.integrationId} and kind = ${input.kind} and deleted_at is null
      and external_id collate "C" > ${input.after ?? ''} collate "C"
    order by external_id collate "C" limit ${input.limit}`)
  return rows.map(({ externalId }) => externalId)
}
