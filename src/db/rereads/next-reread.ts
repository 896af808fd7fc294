import type { IntegrationId } from '../../model/core/ids.ts'
import type { Reread } from '../../model/core/rereads.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * The next target after `after` in the order of their bytes, null at the end. What is asked for behind the cursor waits
 * for the next run, so that a run ends however often the tenant changes meanwhile.
 */
export async function nextReread(
  sql: Sql,
  input: {
    readonly integrationId: IntegrationId
    readonly stream: StreamName
    readonly after: string | null
  },
): Promise<Reread | null> {
  const { after } = input
  const beyond = after === null ? sql`` : sql`and target collate "C" > ${after} collate "C"`
  const [row] = await quietly(sql<Reread[]>`
    select target, asked, removal from rereads
    where integration_id = ${input.integrationId} and stream = ${input.stream} ${beyond}
    order by target collate "C" limit 1`)
  return row ?? null
}
