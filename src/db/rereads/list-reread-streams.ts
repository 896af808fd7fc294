import { eq } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Db } from '../client.ts'
import { rereads } from '../schema/collecting.ts'

/** Streams of which something is to be read again. */
export async function listRereadStreams(db: Db, integrationId: IntegrationId): Promise<StreamName[]> {
  const rows = await db
    .selectDistinct({ stream: rereads.stream })
    .from(rereads)
    .where(eq(rereads.integrationId, integrationId))
  return rows.map(({ stream }) => stream)
}
