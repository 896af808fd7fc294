import type { Actor } from '../model/core/actor.ts'
import type { CollectNowInput, CollectNowResult, Command } from '../model/core/commands.ts'
import type { FindingId, RunId } from '../model/core/ids.ts'
import { asRunNo } from '../model/core/ids.ts'
import { MOST_RECHECKED_AT_ONCE } from '../model/core/rechecks.ts'
import { phaseNote } from './entity-phase.ts'
import { requestRun } from './entity-runs.ts'
import type { EntityState, TestReason } from './entity-state.ts'

/** Connection tests that may wait for their turn; more than this is a client gone wild. */
const LONGEST_TEST_QUEUE = 10

/** Why a command is refused now, in words for people, or null. Nothing of a refused command reaches history. */
export function refusal(state: EntityState, command: Command): string | null {
  if (state.closing) return 'This integration is being disconnected. Connect it again as a new one.'
  switch (command) {
    case 'collectNow':
      return collectNowRefusal(state)
    case 'recheck':
      return recheckRefusal(state)
    case 'testConnection':
    case 'connect':
    case 'replaceCredentials':
      return state.tests.length >= LONGEST_TEST_QUEUE
        ? `${state.tests.length} connection tests are waiting already. Try again when they are done.`
        : null
    case 'pause':
      return state.pausedNote === null ? null : 'This integration is paused already.'
    case 'resume':
      return state.pausedNote === null ? 'This integration is not paused.' : null
    case 'setMode':
    case 'disconnect':
      return null
  }
}

function collectNowRefusal(state: EntityState): string | null {
  if (state.pausedNote !== null) return 'This integration is paused. Resume it first.'
  if (state.probe === null) return 'The connection is still being tested. Try again when the test is done.'
  if (state.probe.granted.length > 0) return null
  return state.access === null
    ? 'No credential of this integration can read anything. See the connection test for the fix.'
    : 'OpenAI has not granted the compliance key access yet. Collection starts by itself when it has.'
}

/**
 * As Collect Now, and where something is wrong with the keys as well: a run waits for a better one, a person who rechecks
 * wants an answer now.
 */
function recheckRefusal(state: EntityState): string | null {
  const refused = collectNowRefusal(state)
  if (refused !== null) return refused
  return state.attention === null ? null : phaseNote(state)
}

/** Of one finding, beside what holds for all of them: the next recheck is full. */
export function recheckIsFull(state: EntityState, findingId: FindingId): string | null {
  const waiting = state.lanes.recheck.waiting.at(0)?.findingIds ?? []
  if (waiting.length < MOST_RECHECKED_AT_ONCE || waiting.includes(findingId)) return null
  return `${waiting.length} findings wait to be rechecked already. Try again in a minute, or Collect Now to read everything.`
}

/** Collect Now: both lanes, each joined where a run is open or about to be. */
export function collectNow(
  state: EntityState,
  { runIds, actor }: CollectNowInput,
): { readonly state: EntityState; readonly result: CollectNowResult } {
  const full = requestRun(state, { kind: 'full', runId: runIds.full, actor, policy: 'joinOpen' })
  const incremental = requestRun(full.state, {
    kind: 'incremental',
    runId: runIds.incremental,
    actor,
    policy: 'joinOpen',
  })
  return { state: incremental.state, result: { full: full.ticket, incremental: incremental.ticket } }
}

/** Queues a connection test; with a run id it gets a number and a row of its own. */
export function requestTest(
  state: EntityState,
  reason: TestReason,
  actor: Actor,
  runId: RunId | null,
): EntityState {
  const run = runId === null ? null : { runId, runNo: asRunNo(state.nextRunNo) }
  return {
    ...state,
    nextRunNo: state.nextRunNo + (run === null ? 0 : 1),
    nextTestNo: state.nextTestNo + 1,
    tests: [...state.tests, { testNo: state.nextTestNo, reason, actor, run }],
  }
}
