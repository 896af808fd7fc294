export const RUN_KINDS = ['full', 'incremental', 'key_check', 'connection_test', 'recheck'] as const
export type RunKind = (typeof RUN_KINDS)[number]

/**
 * Two lanes in which an integration collects, at most one open run in each, so that a full run of three days never
 * holds up the incrementals. A third is for rechecks, which read a thing or two and last seconds: they wait for neither.
 * A stream has a checkpoint in each lane that reads it. A connection test runs beside all three, in none.
 */
export const LANES = ['full', 'incremental', 'recheck'] as const
export type Lane = (typeof LANES)[number]
/** A lane that collects. */
export type CollectionLane = Exclude<Lane, 'recheck'>

/** A run that holds a lane. */
export type LaneKind = Exclude<RunKind, 'connection_test'>
/** A run that collects: it reads whole streams. */
export type CollectionKind = Exclude<LaneKind, 'recheck'>

export const LANE_OF_RUN_KIND = {
  full: 'full',
  incremental: 'incremental',
  key_check: 'incremental',
  recheck: 'recheck',
} as const satisfies Record<LaneKind, Lane>

export const STAGES = [
  'preflight',
  'directory',
  'gpts',
  'projects',
  'keys',
  'work',
  'logs',
  'rereads',
  'files',
  'evaluate',
  'notify',
] as const
export type Stage = (typeof STAGES)[number]

export const RUN_STATES = [
  'queued',
  'running',
  'waiting_for_rate_limit',
  'waiting_for_credentials',
  'stalled',
  'completed',
  'completed_with_gaps',
  'failed',
  'cancelled',
] as const
export type RunState = (typeof RUN_STATES)[number]

/** Where a run may go from each state; a state with no way out is terminal. */
export const RUN_TRANSITIONS = {
  queued: ['running', 'failed', 'cancelled'],
  running: [
    'waiting_for_rate_limit',
    'waiting_for_credentials',
    'stalled',
    'completed',
    'completed_with_gaps',
    'failed',
    'cancelled',
  ],
  waiting_for_rate_limit: ['running', 'waiting_for_credentials', 'stalled', 'failed', 'cancelled'],
  waiting_for_credentials: ['running', 'failed', 'cancelled'],
  stalled: ['running', 'waiting_for_rate_limit', 'waiting_for_credentials', 'failed', 'cancelled'],
  completed: [],
  completed_with_gaps: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<RunState, readonly RunState[]>

export type TerminalRunState = {
  [State in RunState]: (typeof RUN_TRANSITIONS)[State] extends readonly [] ? State : never
}[RunState]

export const isTerminalRunState = (state: RunState): state is TerminalRunState =>
  RUN_TRANSITIONS[state].length === 0

export const canMoveRun = (from: RunState, to: RunState): boolean =>
  (RUN_TRANSITIONS[from] as readonly RunState[]).includes(to)

export const RUN_STATE_LABEL: Record<RunState, string> = {
  queued: 'Queued',
  running: 'Running',
  waiting_for_rate_limit: 'Waiting for rate limit',
  waiting_for_credentials: 'Waiting for credentials',
  stalled: 'Stalled',
  completed: 'Completed',
  completed_with_gaps: 'Completed with gaps',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

/** States of one stream within a run, as `run_streams` keeps them. */
export const STREAM_STATES = [
  'queued',
  'running',
  'waiting_for_rate_limit',
  'waiting_for_credentials',
  'stalled',
  'completed',
  'denied',
  'failed',
  'cancelled',
] as const
export type StreamState = (typeof STREAM_STATES)[number]

/**
 * Streams of one plane read at once. Each route has a limit of its own, so what is behind four of them for every user
 * takes as long as one of them only if all four are read side by side. Both planes of one integration together leave a
 * slot of a worker free; several share what there is.
 */
export const STREAMS_AT_ONCE_PER_PLANE = 6
