import type { Phase } from '../model/core/phases.ts'
import type { EntityState } from './entity-state.ts'

/** A living entity is never `disconnected`: it says so as the last thing it does. */
type LivingPhase = Exclude<Phase, 'disconnected'>

/** The phase follows from the facts, the most pressing first. */
export function phaseOf(state: EntityState): LivingPhase {
  if (state.closing) return 'disconnecting'
  if (state.pausedNote !== null) return 'paused'
  if (state.probe === null) return 'connecting'
  if (state.attention !== null) return 'needs_attention'
  if (state.access !== null && state.probe.granted.length === 0) return 'awaiting_access'
  // A recheck is over before anybody could read that it is on.
  return state.lanes.full.open !== null || state.lanes.incremental.open !== null ? 'collecting' : 'idle'
}

/** What a person reads beside the phase: what is wrong or awaited, and what happens next. */
export function phaseNote(state: EntityState): string | null {
  switch (phaseOf(state)) {
    case 'disconnecting':
      return 'Open runs are being cancelled, then the stored data is shredded.'
    case 'paused':
      return state.pausedNote
    case 'connecting':
      return 'The connection is being tested; nothing is collected yet.'
    case 'needs_attention':
      return attentionNote(state)
    case 'awaiting_access':
      return 'The compliance key is valid, and OpenAI has not granted it access yet. It is probed again until it is.'
    case 'idle':
    case 'collecting':
      return state.access === null ? state.news : ACCESS_BESIDE_PLATFORM
  }
}

const ACCESS_BESIDE_PLATFORM =
  'OpenAI has not granted the compliance key all access yet. What is granted is collected; the rest starts by itself.'

function attentionNote({ attention }: EntityState): string {
  const { code, credentialKind } = attention ?? { code: 'unknown', credentialKind: null }
  const what =
    credentialKind === null ? 'Nothing can be read' : `The ${credentialKind.replaceAll('_', ' ')} was refused`
  return `${what} (${code}). See the connection test for the fix, then replace the credential; open runs go on by themselves.`
}

/** Why Schedules are paused, or null where they run. */
export function schedulesPausedNote(state: EntityState): string | null {
  switch (phaseOf(state)) {
    case 'paused':
      return `Paused: ${state.pausedNote}`
    case 'needs_attention':
      return attentionNote(state)
    case 'awaiting_access':
    case 'connecting':
    case 'disconnecting':
      return phaseNote(state)
    case 'idle':
    case 'collecting':
      return null
  }
}
