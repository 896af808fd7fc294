import { desc, eq } from 'drizzle-orm'
import type { Db } from '../../src/db/client.ts'
import type { FindingEvent } from '../../src/db/findings/finding-events.ts'
import { findingEvents } from '../../src/db/schema/meaning.ts'
import type { FindingId } from '../../src/model/core/ids.ts'

/** A finding's history, newest first. */
export function listFindingEvents(
  db: Db,
  findingId: FindingId,
  page: { readonly limit: number },
): Promise<FindingEvent[]> {
  const { id, kind, runId, actor, at, detail } = findingEvents
  return db
    .select({ id, kind, runId, actor, at, detail })
    .from(findingEvents)
    .where(eq(findingEvents.findingId, findingId))
    .orderBy(desc(findingEvents.id))
    .limit(page.limit)
}
