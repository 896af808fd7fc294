import type { AssetKind } from '../model/core/assets.ts'
import type { Capability, CapabilityState } from '../model/core/capabilities.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import { modeAllows } from '../model/core/collection-mode.ts'
import type { NotEvaluatedReason } from '../model/core/findings.ts'
import type { Plane } from '../model/core/planes.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAMS } from '../model/core/streams.ts'
import type { Needs, RuleEntry } from './catalogue/entry.ts'

/** What a stream's checkpoints say. Times are unix seconds. */
export interface StreamStanding {
  /** Null where it has never been read to its end. An older end stays good while a newer read is on. */
  readonly completedAt: number | null
  readonly coveredFrom: number | null
}

/** All that decides whether a rule can judge at all. */
export interface IntegrationFacts {
  /** Which planes the integration was given a key and an id for. */
  readonly planes: Readonly<Record<Plane, boolean>>
  readonly mode: CollectionMode
  readonly capabilities: { readonly [Name in Capability]?: CapabilityStanding }
  readonly streams: { readonly [Name in StreamName]?: StreamStanding }
}

export interface CapabilityStanding {
  readonly state: CapabilityState
  /** Words for people, from the connection test. */
  readonly detail: string
}

export interface Obstacle {
  readonly reason: NotEvaluatedReason
  readonly detail: string
}

/** The words that people read, in one place. */
const PLANE_OBSTACLE: Record<Plane, Obstacle> = {
  chatgpt: {
    reason: 'needs_chatgpt_enterprise',
    detail: 'needs ChatGPT Enterprise (compliance key and workspace id)',
  },
  platform: { reason: 'needs_api_platform', detail: 'needs API platform (admin key and organization id)' },
}

/**
 * What stands between us and a stream, or null. A plane that nobody connected comes before what its
 * probes ended in, since "connect it" is the fix then; a capability that is granted by whatever key
 * comes before both.
 */
export function obstacleOf(stream: StreamName, facts: IntegrationFacts): Obstacle | null {
  const { plane, capability, leastMode } = STREAMS[stream]
  const standing = facts.capabilities[capability]
  if (standing?.state !== 'granted') {
    if (!facts.planes[plane] || standing?.state === 'absent') return PLANE_OBSTACLE[plane]
    if (standing?.state === 'awaiting') return { reason: 'awaiting_access', detail: standing.detail }
    if (standing?.state === 'denied') return { reason: 'capability_denied', detail: standing.detail }
  }
  if (!modeAllows(facts.mode, leastMode)) {
    return {
      reason: 'collection_mode',
      detail: `${stream} is not read in collection mode ${facts.mode}; it needs ${leastMode}`,
    }
  }
  if (facts.streams[stream]?.completedAt == null) {
    return { reason: 'stream_incomplete', detail: `${stream} has not been read to its end yet` }
  }
  return null
}

export interface Readiness {
  /** Kinds of asset that can be judged now. */
  readonly kinds: readonly AssetKind[]
  /** Set where no kind can be judged: the rule as a whole is not evaluated. */
  readonly obstacle: Obstacle | null
  /** Kinds that stay out although others are judged. */
  readonly leftOut: readonly { readonly kind: AssetKind; readonly obstacle: Obstacle }[]
}

const needsOf = (needs: Needs): [AssetKind, readonly StreamName[]][] =>
  Object.entries(needs) as [AssetKind, readonly StreamName[]][]

export function readinessOf(entry: RuleEntry, facts: IntegrationFacts): Readiness {
  if (!modeAllows(facts.mode, entry.leastMode)) {
    const detail = `needs collection mode ${entry.leastMode}; this integration's is ${facts.mode}`
    return { kinds: [], obstacle: { reason: 'collection_mode', detail }, leftOut: [] }
  }
  const kinds: AssetKind[] = []
  const leftOut: { kind: AssetKind; obstacle: Obstacle }[] = []
  for (const [kind, streams] of needsOf(entry.needs)) {
    const obstacle = streams.map((stream) => obstacleOf(stream, facts)).find((found) => found !== null)
    if (obstacle) leftOut.push({ kind, obstacle })
    else kinds.push(kind)
  }
  return { kinds, obstacle: kinds.length === 0 ? chiefObstacle(leftOut, facts) : null, leftOut }
}

/** Of two planes that cannot be judged, the one that was connected is what the person wants to hear of. */
function chiefObstacle(
  leftOut: readonly { readonly obstacle: Obstacle }[],
  facts: IntegrationFacts,
): Obstacle | null {
  const connected = leftOut.find(({ obstacle }) => !isPlaneMissing(obstacle))
  const first = connected ?? leftOut.at(0)
  if (first) return first.obstacle
  return facts.planes.platform ? PLANE_OBSTACLE.chatgpt : PLANE_OBSTACLE.platform
}

const isPlaneMissing = ({ reason }: Obstacle): boolean =>
  reason === 'needs_chatgpt_enterprise' || reason === 'needs_api_platform'
