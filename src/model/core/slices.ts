import type { CredentialKind } from './credentials.ts'
import type { IntegrationId, RunId, RunNo } from './ids.ts'
import type { JsonObject } from './json.ts'
import type { RereadTarget } from './rereads.ts'
import type { ResultCode } from './result-codes.ts'
import type { Lane, RunKind, StreamState } from './runs.ts'
import type { StreamName } from './streams.ts'

/** A slice ends at whichever of these comes first; see architecture.md, "Slices". */
export const SLICE_LIMITS = {
  /** Milliseconds: long against Temporal's 50 ms an activity, short against a deploy's patience. */
  durationMs: 60_000,
  /** Pages fetched: ten a second. Fewer would end slices of fast routes after a second, for what beginning one costs. */
  pages: 600,
  /** Records committed. */
  records: 50_000,
} as const

/**
 * One transaction covers up to this many records or this much time, not a page: page-sized commits halve throughput. While
 * it is committed the next one is read, and no more (`commit-behind.ts`): so a worker that dies takes two with it at most.
 */
export const BATCH_LIMITS = { records: 1_000, durationMs: 500 } as const

/** What may be read and not committed of one stream, however slowly Postgres commits. */
export const BATCHES_IN_HAND = 2

/** Milliseconds. Shorter waits for the budget happen inside the slice, longer ones on a durable timer. */
export const LONGEST_WAIT_IN_PLACE_MS = 10_000

/** An ordered token `(run_no, slice_no, attempt)`; compared left to right. */
export type Fence = readonly [runNo: number, sliceNo: number, attempt: number]

/** Where a stream goes on; its shape is the stream's own business. */
export type Cursor = JsonObject

export interface SliceInput {
  readonly integrationId: IntegrationId
  readonly runId: RunId
  readonly runNo: RunNo
  readonly runKind: RunKind
  readonly lane: Lane
  readonly stream: StreamName
  readonly sliceNo: number
  /** The slice itself says where its stream stands: that it is read, and what it ended in. */
  readonly tellsState?: boolean
  /** Of a recheck: what it reads again in this stream, and nothing else. */
  readonly targets?: readonly RereadTarget[]
}

export interface SliceCounts {
  readonly pages: number
  readonly records: number
  readonly quarantined: number
}

/** What a slice tells the workflow: counts and ids, never data. */
export type SliceResult =
  | ({ readonly state: 'more' } & SliceCounts)
  | ({ readonly state: 'done' } & SliceCounts)
  | ({ readonly state: 'waiting'; readonly untilMs: number } & SliceCounts)
  | ({ readonly state: 'denied'; readonly reason: string } & SliceCounts)
  | ({ readonly state: 'stuck' } & SliceCounts)
  /** Upstream refused the key itself: the stream waits until a person has replaced it. */
  | ({
      readonly state: 'rejected'
      readonly credentialKind: CredentialKind
      readonly code: ResultCode
    } & SliceCounts)

/** Results after which nothing more of the stream is read in this run. */
export type EndOfStream = Extract<SliceResult, { readonly state: 'done' | 'denied' | 'stuck' }>

/** What a stream has ended in, and why. */
export function streamEnd(result: EndOfStream): {
  readonly state: EndedStream
  readonly cause: string | null
} {
  switch (result.state) {
    case 'done':
      return { state: 'completed', cause: null }
    case 'denied':
      return { state: 'denied', cause: result.reason }
    case 'stuck':
      return { state: 'failed', cause: 'CursorStuck' }
  }
}

type EndedStream = Extract<StreamState, 'completed' | 'denied' | 'failed'>

export const isEndOfStream = (result: SliceResult): result is EndOfStream =>
  result.state === 'done' || result.state === 'denied' || result.state === 'stuck'
