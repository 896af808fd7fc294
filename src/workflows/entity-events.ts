import type { ProbeSummary } from '../activities/contract.ts'
import type { Actor } from '../model/core/actor.ts'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import type { Capability } from '../model/core/capabilities.ts'
import { CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import type { CredentialRejectedSignal, TickSignal } from '../model/core/commands.ts'
import type { RunId } from '../model/core/ids.ts'
import { PLANE_LABEL, PLANES } from '../model/core/planes.ts'
import type { CollectionKind, CollectionLane } from '../model/core/runs.ts'
import { STREAMS, streamsOfKind } from '../model/core/streams.ts'
import { requestTest } from './entity-commands.ts'
import { phaseOf } from './entity-phase.ts'
import { requestRun } from './entity-runs.ts'
import type { AccessWait, Attention, EntityState, TestReason } from './entity-state.ts'

const KIND_OF_TICK = {
  incremental: 'incremental',
  full: 'full',
  'key-check': 'key_check',
} as const satisfies Record<TickSignal['kind'], CollectionKind>

/**
 * The clock struck. Only an integration that collects by itself listens, and only to what it could read. What was
 * denied may have been allowed since (audit logging switched on, a scope added): once a day it is asked for again.
 */
export function tick(state: EntityState, signal: TickSignal): EntityState {
  const phase = phaseOf(state)
  if (phase !== 'idle' && phase !== 'collecting') return state
  const actor = { kind: 'schedule', id: signal.kind, label: `Schedule ${signal.kind}` } as const
  const kind = KIND_OF_TICK[signal.kind]
  const asked = kind === 'key_check' ? recheckDenied(state, actor) : state
  if (!hasSomethingToRead(asked, kind)) return asked
  return requestRun(asked, { kind, runId: signal.runId, actor, policy: 'afterOpen' }).state
}

function recheckDenied(state: EntityState, actor: Actor): EntityState {
  const isDue = state.tests.length === 0 && (state.probe?.denied.length ?? 0) > 0
  return isDue ? requestTest(state, 'recheck', actor, null) : state
}

/**
 * Whether a run of this kind could read anything: a run every quarter of an hour that fails for want of the
 * same permission tells nobody anything new. A person who asks all the same is told so by the run.
 */
function hasSomethingToRead({ probe }: EntityState, kind: CollectionKind): boolean {
  const granted = new Set<Capability>(probe?.granted ?? [])
  return streamsOfKind(kind).some((stream) => granted.has(STREAMS[stream].capability))
}

/** A run met a refused credential. Older than the last replacement, it speaks of a key that is gone. */
export function credentialRejected(state: EntityState, signal: CredentialRejectedSignal): EntityState {
  if (signal.epoch < state.credentialsEpoch || state.attention !== null) return state
  return { ...state, attention: { code: signal.code, credentialKind: signal.credentialKind }, news: null }
}

/** Run ids for what the entity starts by itself once access is granted. */
export type FreshRunIds = Readonly<Record<CollectionLane, RunId>>

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
  const granted = newlyGranted(state, probe, test?.reason ?? null)
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

/** What was waited for; of what was denied only where nobody is there who asked, and would collect. */
function newlyGranted(
  state: EntityState,
  probe: ProbeSummary,
  reason: TestReason | null,
): readonly Capability[] {
  const denied = reason === 'recheck' ? (state.probe?.denied ?? []).map(({ capability }) => capability) : []
  const awaited = new Set([...(state.probe?.awaiting ?? []), ...denied])
  return probe.granted.filter((capability) => awaited.has(capability))
}

function startGranted(state: EntityState, granted: readonly Capability[], ids: FreshRunIds): EntityState {
  const wish = { actor: SYSTEM_ACTOR, policy: 'afterOpen' } as const
  const full = requestRun(state, { ...wish, kind: 'full', runId: ids.full }).state
  const both = requestRun(full, { ...wish, kind: 'incremental', runId: ids.incremental }).state
  const labels = granted.map((name) => CAPABILITY_FACTS[name].label)
  const planes = PLANES.filter((plane) => granted.some((name) => CAPABILITY_FACTS[name].plane === plane))
  const where = planes.map((plane) => PLANE_LABEL[plane]).join(' and the ')
  const news = `OpenAI granted access to the ${where}: ${labels.join(', ')}. Collection has been started.`
  return { ...both, news }
}
