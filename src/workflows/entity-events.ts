import type { ProbeSummary } from '../activities/contract.ts'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import type { Capability } from '../model/core/capabilities.ts'
import { CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import type { CredentialRejectedSignal, TickSignal } from '../model/core/commands.ts'
import type { RunId } from '../model/core/ids.ts'
import { PLANE_LABEL } from '../model/core/planes.ts'
import type { CollectionKind, Lane } from '../model/core/runs.ts'
import { STREAMS, streamsOfKind } from '../model/core/streams.ts'
import { phaseOf } from './entity-phase.ts'
import { requestRun } from './entity-runs.ts'
import type { AccessWait, Attention, EntityState } from './entity-state.ts'

const KIND_OF_TICK = {
  incremental: 'incremental',
  full: 'full',
  'key-check': 'key_check',
} as const satisfies Record<TickSignal['kind'], CollectionKind>

/** The clock struck. Only an integration that collects by itself listens, and only to what it could read. */
export function tick(state: EntityState, signal: TickSignal): EntityState {
  const phase = phaseOf(state)
  if (phase !== 'idle' && phase !== 'collecting') return state
  const actor = { kind: 'schedule', id: signal.kind, label: `Schedule ${signal.kind}` } as const
  const kind = KIND_OF_TICK[signal.kind]
  if (!isAskedFor(state, kind)) return state
  return requestRun(state, { kind, runId: signal.runId, actor, policy: 'afterOpen' }).state
}

/**
 * Whether a run of this kind has anything to read or to name as a gap: the keys of a platform that was
 * never connected have not. A person who asks all the same is told so by the run.
 */
function isAskedFor({ probe }: EntityState, kind: CollectionKind): boolean {
  if (probe === null) return false
  const denied = probe.denied.map(({ capability }) => capability)
  const asked = new Set<Capability>([...probe.granted, ...probe.awaiting, ...denied])
  return streamsOfKind(kind).some((stream) => asked.has(STREAMS[stream].capability))
}

/** A run met a refused credential. Older than the last replacement, it speaks of a key that is gone. */
export function credentialRejected(state: EntityState, signal: CredentialRejectedSignal): EntityState {
  if (signal.epoch < state.credentialsEpoch || state.attention !== null) return state
  return { ...state, attention: { code: signal.code, credentialKind: signal.credentialKind }, news: null }
}

/** Run ids for what the entity starts by itself once access is granted. */
export type FreshRunIds = Readonly<Record<Lane, RunId>>

/** The first test in the queue ended with these findings. */
export function testEnded(
  state: EntityState,
  probe: ProbeSummary,
  nowMs: number,
  ids: FreshRunIds,
): EntityState {
  const [test, ...tests] = state.tests
  const access = accessAfter(state, probe, nowMs)
  const next: EntityState = {
    ...state,
    tests,
    probe,
    access,
    attention: attentionAfter(probe, access),
    // Replaced, or mended upstream and tested again: either way waiting streams should try once more.
    credentialsEpoch:
      state.credentialsEpoch + (test?.reason === 'credentials' || state.attention !== null ? 1 : 0),
    news: null,
  }
  const granted = newlyGranted(state, probe)
  return granted.length === 0 || next.attention !== null ? next : startGranted(next, granted, ids)
}

/**
 * A test that could not be made at all (its workflow was ended by hand): what was known stands. A probe
 * for access waits for its next hour all the same: one that fails at once must not be made again at once.
 */
export function testLost(lost: EntityState, nowMs: number): EntityState {
  const [, ...tests] = lost.tests
  const state = accessProbeDue(lost, nowMs)
  const attention: Attention = { code: 'unreachable', credentialKind: null }
  return state.probe === null
    ? { ...state, tests, probe: { granted: [], awaiting: [], denied: [], rejected: [] }, attention }
    : { ...state, tests }
}

/** Access is awaited no longer: thirty days are enough to ask a person. */
export function accessGivenUp(state: EntityState): EntityState {
  return {
    ...state,
    access: null,
    attention: { code: 'access_not_granted_yet', credentialKind: 'compliance_key' },
  }
}

const accessProbeDue = (state: EntityState, nowMs: number): EntityState =>
  state.access === null
    ? state
    : { ...state, access: { ...state.access, nextProbeAtMs: nowMs + state.timings.accessProbeEveryMs } }

function accessAfter(state: EntityState, probe: ProbeSummary, nowMs: number): AccessWait | null {
  if (probe.awaiting.length === 0) return null
  const nextProbeAtMs = nowMs + state.timings.accessProbeEveryMs
  return { sinceMs: state.access?.sinceMs ?? nowMs, nextProbeAtMs }
}

function attentionAfter(probe: ProbeSummary, access: AccessWait | null): Attention | null {
  const [rejected] = probe.rejected
  if (rejected !== undefined) return { code: rejected.code, credentialKind: rejected.kind }
  if (probe.granted.length > 0 || access !== null) return null
  return { code: probe.denied[0]?.code ?? 'not_configured', credentialKind: null }
}

function newlyGranted(state: EntityState, probe: ProbeSummary): readonly string[] {
  const awaited = new Set(state.probe?.awaiting ?? [])
  return probe.granted
    .filter((capability) => awaited.has(capability))
    .map((name) => CAPABILITY_FACTS[name].label)
}

function startGranted(state: EntityState, labels: readonly string[], ids: FreshRunIds): EntityState {
  const wish = { actor: SYSTEM_ACTOR, policy: 'afterOpen' } as const
  const full = requestRun(state, { ...wish, kind: 'full', runId: ids.full }).state
  const both = requestRun(full, { ...wish, kind: 'incremental', runId: ids.incremental }).state
  const news = `OpenAI granted access to the ${PLANE_LABEL.chatgpt}: ${labels.join(', ')}. Collection has been started.`
  return { ...both, news }
}
