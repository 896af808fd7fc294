export const PHASES = [
  'connecting',
  'awaiting_access',
  'idle',
  'collecting',
  'needs_attention',
  'paused',
  'disconnecting',
  'disconnected',
] as const

/** Where an integration stands in its life. */
export type Phase = (typeof PHASES)[number]

/**
 * `awaiting_access` is an integration that can collect nothing but waits for OpenAI; one whose
 * platform plane works meanwhile is `idle` or `collecting`, and its ChatGPT capabilities say
 * `awaiting`. `needs_attention` is for people: a credential was refused.
 * `disconnected` comes when the last row has been purged; the integration's own stays for the audit log to point at.
 * A run that was open when access went away goes on, so that access that comes back finds it `collecting`.
 */
export const PHASE_TRANSITIONS = {
  connecting: ['awaiting_access', 'idle', 'needs_attention', 'paused', 'disconnecting'],
  awaiting_access: ['connecting', 'idle', 'collecting', 'needs_attention', 'paused', 'disconnecting'],
  idle: ['connecting', 'collecting', 'awaiting_access', 'needs_attention', 'paused', 'disconnecting'],
  collecting: ['connecting', 'idle', 'awaiting_access', 'needs_attention', 'paused', 'disconnecting'],
  needs_attention: ['connecting', 'idle', 'collecting', 'awaiting_access', 'paused', 'disconnecting'],
  paused: ['connecting', 'idle', 'collecting', 'awaiting_access', 'needs_attention', 'disconnecting'],
  disconnecting: ['disconnected'],
  disconnected: [],
} as const satisfies Record<Phase, readonly Phase[]>

export const canMovePhase = (from: Phase, to: Phase): boolean =>
  (PHASE_TRANSITIONS[from] as readonly Phase[]).includes(to)

export const PHASE_LABEL: Record<Phase, string> = {
  connecting: 'Connecting',
  awaiting_access: 'Awaiting access',
  idle: 'Idle',
  collecting: 'Collecting',
  needs_attention: 'Needs attention',
  paused: 'Paused',
  disconnecting: 'Disconnecting',
  disconnected: 'Disconnected',
}
