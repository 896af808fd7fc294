import type { Capability, CapabilityState } from './capabilities.ts'
import { CAPABILITY_FACTS } from './capabilities.ts'
import type { CollectionMode } from './collection-mode.ts'
import { modeAllows } from './collection-mode.ts'
import type { ResultCode } from './result-codes.ts'
import type { CollectionKind } from './runs.ts'
import type { StreamName } from './streams.ts'
import { STREAMS, streamsOfKind } from './streams.ts'

/** What a run reads, and what it may not. */
export type PlannedStream =
  | { readonly stream: StreamName; readonly verdict: 'read' }
  | { readonly stream: StreamName; readonly verdict: 'denied'; readonly cause: string }

/** What a probe found, as far as planning needs it. */
export interface FoundCapability {
  readonly capability: Capability
  readonly state: CapabilityState
  readonly resultCode: ResultCode
}

/** What an optional capability answers where the tenant does not have it; anything else is trouble, and a gap. */
const NOT_OFFERED: ReadonlySet<ResultCode> = new Set<ResultCode>([
  'missing_scope',
  'contract_changed',
  // A route that the workspace does not have yet. Where the workspace itself is unknown, what is not optional says so.
  'unknown_workspace',
])

/**
 * The streams of a run. Left out altogether is what nobody asked for: streams of a plane that was not
 * connected, those that the collection mode forbids, and optional ones that the tenant is not offered. What was asked for and may not be read is a gap.
 */
export function planStreams(
  kind: CollectionKind,
  mode: CollectionMode,
  capabilities: readonly FoundCapability[],
): readonly PlannedStream[] {
  return streamsOfKind(kind)
    .filter((stream) => modeAllows(mode, STREAMS[stream].leastMode))
    .flatMap((stream): PlannedStream[] => {
      const row = capabilities.find(({ capability }) => capability === STREAMS[stream].capability)
      if (row === undefined || row.state === 'absent') return []
      if (row.state === 'granted') return [{ stream, verdict: 'read' }]
      if (CAPABILITY_FACTS[row.capability].optional && NOT_OFFERED.has(row.resultCode)) return []
      return [{ stream, verdict: 'denied', cause: row.resultCode }]
    })
}
