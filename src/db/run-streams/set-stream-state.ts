import { and, eq, isNull, sql } from 'drizzle-orm'
import type { RunId } from '../../model/core/ids.ts'
import type { StreamState } from '../../model/core/runs.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Db } from '../client.ts'
import { runStreams, runs } from '../schema/collecting.ts'

export interface StreamStep {
  readonly runId: RunId
  readonly stream: StreamName
  readonly state: StreamState
  /** Cause of a wait, denial or failure: a result code or failure type. Null takes it away. */
  readonly cause?: string | null
  /** ISO; only in a waiting state. */
  readonly waitingUntil?: string | null
  /** Waited for so long meanwhile, in milliseconds; added up. */
  readonly waitedMs?: number
  /** Retries meanwhile; added up. */
  readonly retries?: number
}

const WAITING: ReadonlySet<StreamState> = new Set(['waiting_for_rate_limit', 'waiting_for_credentials'])
const ENDED: ReadonlySet<StreamState> = new Set(['completed', 'denied', 'failed', 'cancelled'])

/**
 * Says where a stream of a run stands. Entering a wait counts one; the numbers of commits stay untouched. A run that
 * has ended took its streams with it, and a stream that has ended stays so: what a straggler says of them then is not
 * written, as a worker does that was frozen in the middle of saying "running" and thaws when the stream is through. The
 * run's row is held meanwhile, so that the run ends before or after, never in between.
 */
export function setStreamState(db: Db, step: StreamStep): Promise<void> {
  return db.transaction(async (tx) => {
    const open = await tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.id, step.runId), isNull(runs.endedAt)))
      .for('share')
    if (open.length > 0) await write(tx, step)
  })
}

async function write(db: Db, step: StreamStep): Promise<void> {
  const { runId, stream, state, cause = null, waitingUntil = null, waitedMs = 0, retries = 0 } = step
  const waits = WAITING.has(state) ? 1 : 0
  const ended = ENDED.has(state) ? sql`now()` : null
  const started = state === 'queued' || state === 'denied' ? null : sql`now()`
  await db
    .insert(runStreams)
    .values({
      runId,
      stream,
      state,
      cause,
      waitingUntil,
      waitedMs,
      retries,
      waits,
      startedAt: started,
      endedAt: ended,
    })
    .onConflictDoUpdate({
      target: [runStreams.runId, runStreams.stream],
      set: {
        state,
        cause,
        waitingUntil,
        waitedMs: sql`${runStreams.waitedMs} + ${waitedMs}`,
        retries: sql`${runStreams.retries} + ${retries}`,
        waits: sql`${runStreams.waits} + case when ${runStreams.state} = ${state} then 0 else ${waits}::int end`,
        startedAt: sql`coalesce(${runStreams.startedAt}, ${started})`,
        endedAt: ended,
      },
      setWhere: isNull(runStreams.endedAt),
    })
}
