import type { Gap } from '../../model/core/gaps.ts'
import type { IntegrationId, RunId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Tx } from '../client.ts'

/**
 * Writes down what upstream had deleted before it was read. A slice that is begun again from the same cursor, some
 * time later, has lost a little more of the same.
 */
export async function noteGap(
  tx: Tx,
  { integrationId, stream, runId }: { integrationId: IntegrationId; stream: StreamName; runId: RunId },
  { from, until }: Gap,
): Promise<void> {
  await tx`
    insert into collection_gaps as g (integration_id, stream, lost_from, lost_until, run_id)
    values (${integrationId}, ${stream}, ${from}::text::timestamptz, ${until}::text::timestamptz, ${runId})
    on conflict (integration_id, stream, lost_from) do update set
      lost_until = greatest(g.lost_until, excluded.lost_until)`
}
