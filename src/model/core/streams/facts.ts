import type { CollectedKind } from '../assets.ts'
import type { Capability } from '../capabilities.ts'
import type { CollectionMode } from '../collection-mode.ts'
import type { Plane } from '../planes.ts'
import type { CollectionLane, Stage } from '../runs.ts'
import type { StreamName } from '../streams.ts'

export type StreamRecords =
  | { readonly type: 'asset'; readonly kind: CollectedKind }
  | { readonly type: 'event' }
  | { readonly type: 'message' }

/** What the product knows of a stream before reading it. */
export interface StreamFacts {
  readonly plane: Plane
  /** Where the stream's own checkpoint lives. */
  readonly lane: CollectionLane
  readonly stage: Stage
  readonly capability: Capability
  readonly records: StreamRecords
  /** The stream whose assets are the parents that this one is read under, one list each. */
  readonly parent?: StreamName
  /** The least collection mode in which the stream is fetched at all. */
  readonly leastMode: CollectionMode
}

export const asset = (kind: CollectedKind): StreamRecords => ({ type: 'asset', kind })
