import type { CollectionMode } from '../model/core/collection-mode.ts'
import type { Phase } from '../model/core/phases.ts'
import type { Lane } from '../model/core/runs.ts'
import { LANES } from '../model/core/runs.ts'
import { phaseNote, phaseOf, schedulesPausedNote } from './entity-phase.ts'
import type { EntityState, OpenRun, RunRequest, TestRequest } from './entity-state.ts'

/** One thing for the main loop to do now. */
export type Duty =
  | { readonly do: 'savePhase'; readonly phase: Phase; readonly note: string | null }
  | { readonly do: 'applyMode'; readonly mode: CollectionMode }
  | { readonly do: 'stopMode' }
  | { readonly do: 'syncSchedules'; readonly pausedNote: string | null }
  | { readonly do: 'recordRun'; readonly lane: Lane; readonly request: RunRequest }
  | { readonly do: 'startTest'; readonly test: TestRequest }
  | { readonly do: 'tellRuns' }
  | { readonly do: 'startRun'; readonly lane: Lane; readonly request: RunRequest }
  | { readonly do: 'checkRun'; readonly lane: Lane; readonly run: OpenRun }
  | { readonly do: 'probeAccess' }
  | { readonly do: 'giveUpAccess' }

export interface Surroundings {
  readonly nowMs: number
  /** A connection test runs beside the loop, so that it holds up no command. */
  readonly testUnderWay: boolean
  /** The mode that is being applied beside the loop. */
  readonly modeUnderWay: CollectionMode | null
}

/** The next duty, or null where there is nothing to do before news or `wakeAt`. Closing is not among them. */
export function nextDuty(state: EntityState, around: Surroundings): Duty | null {
  return (
    phaseDuty(state) ??
    modeDuty(state, around) ??
    scheduleDuty(state) ??
    testDuty(state, around) ??
    (state.toldEpoch < state.credentialsEpoch ? { do: 'tellRuns' } : null) ??
    laneDuty(state, around.nowMs) ??
    accessDuty(state, around)
  )
}

function phaseDuty(state: EntityState): Duty | null {
  const phase = phaseOf(state)
  const note = phaseNote(state)
  return state.applied.phase === phase && state.applied.note === note
    ? null
    : { do: 'savePhase', phase, note }
}

/** The last wish counts: what is being applied for an earlier one is cut short. */
function modeDuty({ modeWanted }: EntityState, { modeUnderWay }: Surroundings): Duty | null {
  if (modeWanted === null || modeWanted === modeUnderWay) return null
  return modeUnderWay === null ? { do: 'applyMode', mode: modeWanted } : { do: 'stopMode' }
}

function scheduleDuty(state: EntityState): Duty | null {
  // Connect collects nothing, and until the first test is done there is nothing to schedule.
  if (state.probe === null) return null
  const pausedNote = schedulesPausedNote(state)
  const { schedules } = state.applied
  if (schedules !== null && schedules.pausedNote === pausedNote) return null
  return { do: 'syncSchedules', pausedNote }
}

function testDuty(state: EntityState, { testUnderWay }: Surroundings): Duty | null {
  const [test] = state.tests
  return test === undefined || testUnderWay ? null : { do: 'startTest', test }
}

/** The row is written only once the lane is free: `runs` allows one open run a lane, whoever believes otherwise. */
function laneDuty(state: EntityState, nowMs: number): Duty | null {
  for (const lane of LANES) {
    const { open, waiting } = state.lanes[lane]
    if (open !== null) {
      if (open.checkAtMs <= nowMs) return { do: 'checkRun', lane, run: open }
      continue
    }
    const [request] = waiting
    if (request === undefined || !mayCollect(state)) continue
    return request.recorded ? { do: 'startRun', lane, request } : { do: 'recordRun', lane, request }
  }
  return null
}

const mayCollect = (state: EntityState): boolean => state.pausedNote === null && state.probe !== null

function accessDuty(state: EntityState, { nowMs }: Surroundings): Duty | null {
  if (state.access === null || state.pausedNote !== null || state.tests.length > 0) return null
  if (nowMs >= state.access.sinceMs + state.timings.accessWaitMs) return { do: 'giveUpAccess' }
  return nowMs >= state.access.nextProbeAtMs ? { do: 'probeAccess' } : null
}

/** The moment at which a duty may fall due without any news, or null. */
export function wakeAt(state: EntityState): number | null {
  const times: number[] = []
  for (const lane of LANES) {
    const { open } = state.lanes[lane]
    if (open !== null) times.push(open.checkAtMs)
  }
  if (state.access !== null && state.pausedNote === null && state.tests.length === 0) {
    times.push(Math.min(state.access.nextProbeAtMs, state.access.sinceMs + state.timings.accessWaitMs))
  }
  return times.length === 0 ? null : Math.min(...times)
}
