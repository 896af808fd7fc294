import {
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  setCurrentDetails,
  sleep,
} from '@temporalio/workflow'
import type { Hindrance, PlannedRecheck, RecheckRef, RecheckRunPlan } from '../activities/contract.ts'
import { workflowIds } from '../model/core/names.ts'
import type { Plane } from '../model/core/planes.ts'
import { PLANES } from '../model/core/planes.ts'
import type { RecheckOutcome } from '../model/core/rechecks.ts'
import { recheckOutcomesJson } from '../model/core/rechecks.ts'
import type { TerminalRunState } from '../model/core/runs.ts'
import type { SliceResult } from '../model/core/slices.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAMS } from '../model/core/streams.ts'
import { bookkeeping, noting, rechecking } from './calls.ts'
import { credentialRejectedSignal, runEndedSignal } from './messages.ts'
import { failureType } from './slice-failure.ts'

export interface RecheckRunInput extends RecheckRef {
  /** Replacements of credentials that the entity knew of when it started this run. */
  readonly epoch: number
  readonly heartbeatMs: number
  /** Milliseconds from its start within which it reads. */
  readonly withinMs: number
}

/** Judging one thing by a dozen rules, and handing on what changed. */
const JUDGING_WITHIN_MS = 60_000

interface Rechecking {
  readonly input: RecheckRunInput
  readonly deadlineMs: number
  readonly hindered: Map<StreamName, Hindrance>
  outcomes: readonly RecheckOutcome[]
}

/**
 * Reads again what a few findings are about and judges it, in its own lane and on the queue of probes: neither a
 * collection of days nor its slices hold it up. A person waits for the answer, so nothing here waits for long: what is
 * not read in time, or not allowed, or refused, is told, and the finding stays as it was.
 */
export async function recheck(input: RecheckRunInput): Promise<TerminalRunState> {
  const run: Rechecking = {
    input,
    deadlineMs: Date.now() + input.withinMs,
    hindered: new Map(),
    outcomes: [],
  }
  let state: TerminalRunState
  try {
    await readAndJudge(run)
    state = stateOf(run.outcomes)
  } catch (error) {
    state = isCancellation(error) ? 'cancelled' : 'failed'
    if (state === 'failed') log.error('a recheck failed', { runNo: input.runNo, error })
    run.outcomes = input.findingIds.map((findingId) => brokenOff(findingId, error))
  }
  await CancellationScope.nonCancellable(() => closeBooks(run, state))
  return state
}

const brokenOff = (findingId: RecheckOutcome['findingId'], error: unknown): RecheckOutcome => ({
  findingId,
  result: 'not_evaluated',
  obstacle: isCancellation(error) ? 'cancelled' : 'broken',
  cause: isCancellation(error) ? null : failureType(error),
})

async function readAndJudge(run: Rechecking): Promise<void> {
  const { integrationId, runId, runNo, findingIds, heartbeatMs, withinMs } = run.input
  const { planRecheck } = rechecking('plan: what is read again', withinMs, heartbeatMs)
  const plan = await planRecheck({ integrationId, runId, runNo, findingIds })
  await noting('stage: rereads').setRunStage({ runId, stage: 'rereads' })
  await Promise.all(PLANES.map((plane) => readPlane(run, plan, plane)))
  await noting('stage: evaluate').setRunStage({ runId, stage: 'evaluate' })
  const findings = plan.findings.map((planned) => ({
    findingId: planned.findingId,
    hindered: planned.hindered ?? hindranceOf(run, planned),
  }))
  const { judgeRecheck, dispatchOutbox } = rechecking('judge', JUDGING_WITHIN_MS, heartbeatMs)
  run.outcomes = await judgeRecheck({ integrationId, runId, runNo, findings })
  setCurrentDetails(run.outcomes.map(({ result, obstacle }) => `- ${obstacle ?? result}`).join('\n'))
  try {
    await dispatchOutbox({ integrationId, runId })
  } catch (error) {
    if (isCancellation(error)) throw error
    log.error('what a recheck found could not be handed on; the next run tries again', { runNo, error })
  }
}

/** One of the streams that a finding wants was not read: then it is judged by nothing of this. */
const hindranceOf = ({ hindered }: Rechecking, { streams }: PlannedRecheck): Hindrance | null =>
  streams.map((stream) => hindered.get(stream)).find((found) => found !== undefined) ?? null

/** Parents first. The planes have limits and keys of their own, so neither waits for the other. */
async function readPlane(run: Rechecking, plan: RecheckRunPlan, plane: Plane): Promise<void> {
  const { runId } = run.input
  for (const { stream, targets } of plan.streams.filter(({ stream }) => STREAMS[stream].plane === plane)) {
    const hindered = await readStream(run, stream, targets)
    if (hindered !== null) run.hindered.set(stream, hindered)
    const state = hindered === null ? 'completed' : hindered.obstacle === 'not_allowed' ? 'denied' : 'failed'
    const cause = hindered === null ? null : (hindered.cause ?? hindered.obstacle)
    const step = { runId, stream, state, cause, waitingUntilMs: null, waitedMs: 0 } as const
    await noting(`${stream}: ${state}`).setStreamState(step)
  }
}

async function readStream(
  run: Rechecking,
  stream: StreamName,
  targets: readonly string[],
): Promise<Hindrance | null> {
  const { integrationId, runId, runNo, heartbeatMs } = run.input
  for (let sliceNo = 1; ; sliceNo += 1) {
    const leftMs = run.deadlineMs - Date.now()
    if (leftMs <= 0) return { obstacle: 'unanswered', cause: null }
    const { collectSlice } = rechecking(`${stream}, slice ${sliceNo}`, leftMs, heartbeatMs)
    const place = { integrationId, runId, runNo, runKind: 'recheck', lane: 'recheck' } as const
    let result: SliceResult
    try {
      result = await collectSlice({ ...place, stream, sliceNo, targets })
    } catch (error) {
      if (isCancellation(error)) throw error
      return { obstacle: 'unanswered', cause: failureType(error) }
    }
    const ended = await endOf(run, result)
    if (ended !== 'more') return ended
  }
}

/** What a slice ended in: why the stream cannot be read, null where it has been, or that there is more of it. */
async function endOf(run: Rechecking, result: SliceResult): Promise<Hindrance | null | 'more'> {
  if (result.quarantined > 0) return { obstacle: 'unreadable', cause: null }
  switch (result.state) {
    case 'more':
      return 'more'
    case 'done':
      return null
    case 'denied':
      return { obstacle: 'not_allowed', cause: result.reason }
    case 'stuck':
      return { obstacle: 'unanswered', cause: 'CursorStuck' }
    case 'rejected':
      await reportRejection(run, result)
      return { obstacle: 'credential_rejected', cause: result.code }
    case 'waiting': {
      if (result.untilMs >= run.deadlineMs) return { obstacle: 'rate_limited', cause: null }
      await sleep(Math.max(result.untilMs - Date.now(), 1), { summary: 'rate limit' })
      return 'more'
    }
    default:
      return result satisfies never
  }
}

async function reportRejection(
  { input }: Rechecking,
  { credentialKind, code }: Extract<SliceResult, { state: 'rejected' }>,
): Promise<void> {
  const { integrationId, runNo, epoch } = input
  try {
    const entity = getExternalWorkflowHandle(workflowIds.integration(integrationId))
    await entity.signal(credentialRejectedSignal, { runNo, credentialKind, code, epoch })
  } catch (error) {
    log.warn('the entity is not there to hear of a refused credential', { runNo, error })
  }
}

/** As of a collection: what could not be judged is a gap, and where nothing could, nothing was done. */
function stateOf(outcomes: readonly RecheckOutcome[]): TerminalRunState {
  const undone = outcomes.filter(({ result }) => result === 'not_evaluated').length
  if (undone === 0) return 'completed'
  return undone < outcomes.length ? 'completed_with_gaps' : 'failed'
}

async function closeBooks({ input, outcomes }: Rechecking, state: TerminalRunState): Promise<void> {
  const { integrationId, runId, runNo } = input
  const outcome = { rechecks: recheckOutcomesJson(outcomes) }
  await bookkeeping(`run ${runNo}: ${state}`).finishRun({ runId, state, outcome })
  try {
    const entity = getExternalWorkflowHandle(workflowIds.integration(integrationId))
    await entity.signal(runEndedSignal, { runNo, lane: 'recheck', outcome: state })
  } catch (error) {
    log.warn('the entity is not there to hear that a recheck ended', { runNo, error })
  }
}
