import type { Gap } from '../../model/core/gaps.ts'
import type { IntegrationId, RunId, RunNo } from '../../model/core/ids.ts'
import type {
  AssetDraft,
  DriftNote,
  EventDraft,
  MessageDraft,
  QuarantinedRecord,
} from '../../model/core/records.ts'
import type { RereadProgress } from '../../model/core/rereads.ts'
import type { Lane } from '../../model/core/runs.ts'
import type { Cursor, Fence } from '../../model/core/slices.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Retained, StreamRecord } from '../../privacy/retained.ts'
import type { AskedBy } from '../rereads/ask-for-rereads.ts'
import type { DataKey } from '../seal/data-key.ts'

/** Whose records of which stream. */
export type StreamPlace = Pick<Batch, 'integrationId' | 'stream'>

/** One batch of one stream: what is written in one transaction, together with the checkpoint that covers it. */
export interface Batch {
  readonly integrationId: IntegrationId
  readonly runId: RunId
  readonly runNo: RunNo
  readonly lane: Lane
  readonly stream: StreamName
  readonly fence: Fence
  readonly records: readonly Retained<StreamRecord>[]
  /** Where to go on once these records are in. */
  readonly cursor: Cursor
  /** Parents whose listing is complete with this batch, '' for the whole stream; what they lack is swept. */
  readonly completed: readonly string[]
  /** Parents that are done without being complete. Default 0. */
  readonly passed?: number
  /** The stream has reached its end (log streams: caught up). */
  readonly done: boolean
  /** How far in upstream's time the cursor stands, where that makes sense. */
  readonly cursorTime: string | null
  /** Upstream pages or files that these records cost. */
  readonly pages: number
  readonly quarantined: readonly QuarantinedRecord[]
  readonly drift: readonly DriftNote[]
  /** The integration's `configuration` key. */
  readonly dataKey: DataKey
  /** The integration's `content` key; absent in every mode but that. */
  readonly contentKey?: DataKey
  /** Milliseconds waited in place for the budget since the batch before. */
  readonly waitedMs?: number
  /** From when on upstream's history is held; given where it becomes known or changes. */
  readonly coveredFrom?: string | null
  /** What upstream had deleted before it was read. */
  readonly gap?: Gap | null
  /** What the events of this batch name as changed; asked for where the event is new. */
  readonly asks?: readonly AskedBy[]
  /** Set where the batch is of a re-read: it completes scopes and never its stream. */
  readonly reread?: RereadProgress
}

export interface BatchCounts {
  readonly inserted: number
  readonly changed: number
  readonly unchanged: number
  /** Records that repeated another of the batch, or an event that was known already. */
  readonly duplicates: number
  /** Assets found to be gone. */
  readonly swept: number
}

/**
 * Records that a run may count: upstream repeats events in later files, and a repeat that falls into another batch
 * than the first must not be counted either, or the count would depend on where batches end.
 */
export const heldOf = ({ inserted, changed, unchanged }: BatchCounts): number =>
  inserted + changed + unchanged

export const NOTHING: BatchCounts = { inserted: 0, changed: 0, unchanged: 0, duplicates: 0, swept: 0 }

export const addCounts = (left: BatchCounts, right: BatchCounts): BatchCounts => ({
  inserted: left.inserted + right.inserted,
  changed: left.changed + right.changed,
  unchanged: left.unchanged + right.unchanged,
  duplicates: left.duplicates + right.duplicates,
  swept: left.swept + right.swept,
})

/** The records of a batch by what they are; a stream yields one type, and the types say which. */
export interface Sorted {
  readonly assets: readonly AssetDraft[]
  readonly events: readonly EventDraft[]
  readonly messages: readonly MessageDraft[]
}

export function sortByType(records: readonly StreamRecord[]): Sorted {
  const sorted = { assets: [] as AssetDraft[], events: [] as EventDraft[], messages: [] as MessageDraft[] }
  for (const record of records) {
    if (record.type === 'asset') sorted.assets.push(record)
    else if (record.type === 'event') sorted.events.push(record)
    else sorted.messages.push(record)
  }
  return sorted
}
