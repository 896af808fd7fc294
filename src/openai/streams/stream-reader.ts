import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { Gap } from '../../model/core/gaps.ts'
import type { Draft, DriftNote, QuarantinedRecord } from '../../model/core/records.ts'
import type { Reread, RereadProgress, RereadTarget } from '../../model/core/rereads.ts'
import type { Cursor } from '../../model/core/slices.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Upstream } from '../upstream.ts'

/** Reads one stream page by page; holds no state of its own, so that any worker can go on with any stream. */
export interface StreamReader {
  readonly name: StreamName
  read(context: ReadContext): AsyncIterable<ReadPage>
  /** Reads again what audit events have named, target after target; streams of state only. */
  reread?(context: RereadContext): AsyncIterable<ReadPage>
  /** Whether that asks for one thing by its id; it reads lists otherwise. */
  readonly readsOneById?: boolean
  /** One page as upstream wrote it, for a report of its shape; nothing of it is stored. */
  sample(context: ReadContext): Promise<StreamSample>
}

export interface StreamSample {
  readonly records: readonly unknown[]
  /** Fields that our schema does not know. */
  readonly drift: readonly DriftNote[]
  /** External ids of the assets that the records would become: the parents of other streams' samples. */
  readonly ids: readonly string[]
}

export interface UpstreamIds {
  readonly organizationId: string | null
  readonly workspaceId: string | null
  readonly projectId: string | null
}

export interface ReadContext {
  /** Null at the stream's beginning. */
  readonly cursor: Cursor | null
  readonly mode: CollectionMode
  readonly upstream: Upstream
  readonly ids: UpstreamIds
  /** The next live parent's external id after `after` in id order; null at the end. */
  nextParent(after: string | null): Promise<string | null>
  readonly now: () => Date
  /** ISO instant before which a log stream is not read on its first collection. */
  readonly since: string
  /** Types of log file that a person has named, and no stream describes; see `logs-other.ts`. Default none. */
  readonly otherLogTypes?: readonly string[]
  readonly signal: AbortSignal
}

export interface RereadContext extends ReadContext {
  /** The next target to read again after `after` in the order of their bytes; null at the end. */
  nextReread(after: RereadTarget | null): Promise<Reread | null>
  /**
   * Of a recheck, where a 404 has to be understood at once: the id of something else of the stream that upstream still
   * had when it was read last; null where there is none.
   */
  witnessBeside?(target: RereadTarget): Promise<string | null>
}

export interface ReadPage {
  readonly drafts: readonly Draft[]
  /** Where to go on once all drafts of this page are committed. */
  readonly cursor: Cursor
  /** Parents (or '' for a stream without parents) whose listing is complete with this page. */
  readonly completed: readonly string[]
  /** Parents that were passed by without a whole list: gone, archived, or with a record that nobody could tell apart. */
  readonly passed?: number
  /** The stream has reached its end; for logs: it has caught up. */
  readonly done: boolean
  /** Upstream requests that this page cost. */
  readonly fetched: number
  readonly quarantined: readonly QuarantinedRecord[]
  readonly drift: readonly DriftNote[]
  /** How far in upstream's time the cursor stands (ISO), for streams that have a time. */
  readonly cursorTime: string | null
  /** Log streams: from when on upstream's history is held without a gap. Null: unchanged. */
  readonly coveredFrom: string | null
  /** What upstream had deleted before it was read; given with the first page after it. */
  readonly gap?: Gap | null
  /** Of a re-read. */
  readonly reread?: RereadProgress
}
