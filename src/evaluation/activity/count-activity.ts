import { listActivityCursors, moveActivityCursor } from '../../db/activity/activity-cursors.ts'
import type { ActivityDelta } from '../../db/activity/add-activity.ts'
import { addActivity } from '../../db/activity/add-activity.ts'
import type { CountedEvent } from '../../db/activity/next-counted-events.ts'
import { countedEvents, endOfPage } from '../../db/activity/next-counted-events.ts'
import type { Sql } from '../../db/client.ts'
import { committedSeqs } from '../../db/event-rules/cursors.ts'
import { withRuleLocked } from '../../db/findings/rule-lock.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { COUNTED_STREAMS, marksOfEvent } from './marks-of-event.ts'

export interface CountDeps {
  readonly sql: Sql
  readonly integrationId: IntegrationId
  /** The collection mode as it was read before; counting ends where it is another by then. */
  readonly mode: CollectionMode
  readonly heartbeat?: (() => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Events in memory at a time, about. Default 5,000. */
  readonly page?: number
}

const PAGE = 5_000

/**
 * Counts what happened by day, after it was committed, so that collecting does not wait for it. Each stream is followed
 * in the order of its commits: what upstream wrote late comes late, and counts for the day on which it happened. A page's
 * counts and the cursor that passes it are one transaction, and events never change: each counts once, whoever dies.
 */
export async function countActivity(deps: CountDeps): Promise<void> {
  const { sql, integrationId } = deps
  const ends = await committedSeqs(sql, integrationId, COUNTED_STREAMS)
  const cursors = await listActivityCursors(sql, integrationId)
  for (const stream of COUNTED_STREAMS) {
    await countStream(deps, stream, cursors.get(stream) ?? 0, ends.get(stream) ?? 0)
  }
}

async function countStream(deps: CountDeps, stream: StreamName, from: number, end: number): Promise<void> {
  const { sql, integrationId, mode, page = PAGE } = deps
  let after = from
  while (after < end) {
    deps.signal?.throwIfAborted()
    const to = await endOfPage(sql, { integrationId, stream, after, upTo: end }, page)
    const move = { integrationId, stream, from: after, to }
    const isOurs = await withRuleLocked(sql, { integrationId, ruleId: 'activity', mode }, async (tx) => {
      if (!(await moveActivityCursor(tx, move))) return false
      // Read under the lock that a purge takes: what it has removed is not counted again.
      const events = await countedEvents(tx, { integrationId, stream, after: move.from, upTo: to })
      await addActivity(tx, integrationId, deltasOf(events))
      return true
    })
    // Where another evaluation counts at this moment, from where that one stands: rules look at days that are counted.
    const next = isOurs ? to : ((await listActivityCursors(sql, integrationId)).get(stream) ?? 0)
    if (next === after) return
    after = next
    deps.heartbeat?.()
  }
}

const deltasOf = (events: readonly CountedEvent[]): ActivityDelta[] =>
  events.flatMap((event) => marksOfEvent(event).map((mark) => ({ ...mark, occurredAt: event.occurredAt })))
