import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { getExternalWorkflowHandle, log, ParentClosePolicy, startChild } from '@temporalio/workflow'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import { RECHECK_WITHIN_MS } from '../model/core/commands.ts'
import { workflowIds } from '../model/core/names.ts'
import type { Lane } from '../model/core/runs.ts'
import { LANES } from '../model/core/runs.ts'
import { runAttributes, showPhase } from './attributes.ts'
import { bookkeeping } from './calls.ts'
import { collection } from './collection.ts'
import { requestTest } from './entity-commands.ts'
import type { Duty } from './entity-duties.ts'
import { accessGivenUp } from './entity-events.ts'
import { beginMode, stopMode } from './entity-mode.ts'
import { checkRunAt, runEnded, runRecorded, runRefused, runStarted } from './entity-runs.ts'
import type { Applied, EntityState, OpenRun, RunRequest } from './entity-state.ts'
import { runTest } from './entity-test.ts'
import type { Entity } from './integration.ts'
import { credentialsReplacedSignal } from './messages.ts'
import { recheck } from './recheck.ts'

/** Does one duty, then notes in the state (as it is by then) that it is done. */
export async function perform(entity: Entity, duty: Duty): Promise<void> {
  const { integrationId } = entity.state
  switch (duty.do) {
    case 'savePhase': {
      showPhase(integrationId, duty.phase)
      const { phase, note } = duty
      await bookkeeping(`phase: ${phase}`).setPhase({ integrationId, phase, note })
      return apply(entity, { phase, note })
    }
    case 'applyMode':
      return beginMode(entity, duty.mode)
    case 'stopMode':
      return await stopMode(entity)
    case 'syncSchedules': {
      const { pausedNote } = duty
      const words = pausedNote === null ? 'running' : 'paused'
      await bookkeeping(`schedules: ${words}`).syncSchedules({ integrationId, pausedNote })
      return apply(entity, { schedules: { pausedNote } })
    }
    case 'startTest':
      entity.testUnderWay = true
      void runTest(entity, duty.test)
      return
    case 'tellRuns':
      return await tellRuns(entity)
    case 'recordRun':
      return await recordRun(entity, duty.lane, duty.request)
    case 'startRun':
      return await startRun(entity, duty.lane, duty.request)
    case 'checkRun':
      return await checkRun(entity, duty.lane, duty.run)
    case 'probeAccess':
      entity.state = requestTest(entity.state, 'access', SYSTEM_ACTOR, null)
      return
    case 'giveUpAccess':
      entity.state = accessGivenUp(entity.state)
      return
    default:
      duty satisfies never
  }
}

function apply(entity: Entity, applied: Partial<Applied>): void {
  entity.state = { ...entity.state, applied: { ...entity.state.applied, ...applied } }
}

async function recordRun(entity: Entity, lane: Lane, request: RunRequest): Promise<void> {
  const { integrationId } = entity.state
  const { runId, runNo, kind, actor } = request
  const workflowId = workflowIds.run(integrationId, runNo)
  const row = { integrationId, runId, runNo, kind, lane, workflowId, actor }
  const answer = await bookkeeping(`run ${runNo}: queued`).openRun(row)
  entity.state = answer.opened
    ? runRecorded(entity.state, lane, runId)
    : runRefused(entity.state, lane, answer, Date.now())
}

/**
 * A run is started to outlive this history of the entity (ABANDON): it reports by signal. Where it
 * fails or is ended by an operator while this history lasts, the child's fate is seen at once and
 * only makes the check due; what the `runs` table then says is what counts.
 */
async function startRun(entity: Entity, lane: Lane, request: RunRequest): Promise<void> {
  const { integrationId, timings, credentialsEpoch } = entity.state
  const { runId, runNo, kind } = request
  if (kind === 'recheck') return await startRecheck(entity, request)
  try {
    const run = await startChild(collection, {
      workflowId: workflowIds.run(integrationId, runNo),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: runAttributes(integrationId, kind),
      staticSummary: `run ${runNo}: ${kind}`,
      args: [
        {
          integrationId,
          runId,
          runNo,
          kind,
          lane,
          epoch: credentialsEpoch,
          heartbeatMs: timings.sliceHeartbeatMs,
        },
      ],
    })
    run.result().catch(() => {
      entity.state = checkEnded(entity.state, lane, runNo)
    })
  } catch (error) {
    // A history that ended between the start and its note: the run is there already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  }
  entity.state = runStarted(entity.state, lane, Date.now())
}

/** Times that a recheck may take what it has for reading before it is looked for: judging and telling take less. */
const RECHECK_OVERDUE = 3

/** From its start on it takes no more findings, so the lane is taken before anything is awaited. */
async function startRecheck(entity: Entity, { runId, runNo, findingIds = [] }: RunRequest): Promise<void> {
  const { integrationId, timings, credentialsEpoch } = entity.state
  const { sliceHeartbeatMs, recheckWithinMs = RECHECK_WITHIN_MS } = timings
  const started = runStarted(entity.state, 'recheck', Date.now())
  entity.state = checkRunAt(started, 'recheck', Date.now() + RECHECK_OVERDUE * recheckWithinMs)
  const ref = { integrationId, runId, runNo, findingIds }
  try {
    const run = await startChild(recheck, {
      workflowId: workflowIds.run(integrationId, runNo),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: runAttributes(integrationId, 'recheck'),
      staticSummary: `run ${runNo}: recheck of ${findingIds.length}`,
      args: [{ ...ref, epoch: credentialsEpoch, heartbeatMs: sliceHeartbeatMs, withinMs: recheckWithinMs }],
    })
    run.result().catch(() => {
      entity.state = checkEnded(entity.state, 'recheck', runNo)
    })
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  }
}

const checkEnded = (state: EntityState, lane: Lane, runNo: number): EntityState =>
  state.lanes[lane].open?.runNo === runNo ? checkRunAt(state, lane, 0) : state

async function checkRun(entity: Entity, lane: Lane, run: OpenRun): Promise<void> {
  const { integrationId, timings } = entity.state
  const { runId, runNo } = run
  const workflowId = workflowIds.run(integrationId, runNo)
  const { open } = await bookkeeping(`run ${runNo}: still open?`).describeRun({
    integrationId,
    runId,
    workflowId,
  })
  entity.state = open
    ? checkRunAt(entity.state, lane, Date.now() + timings.runCheckEveryMs)
    : runEnded(entity.state, lane, runNo)
}

async function tellRuns(entity: Entity): Promise<void> {
  const epoch = entity.state.credentialsEpoch
  for (const lane of LANES) {
    const { open } = entity.state.lanes[lane]
    if (open !== null) await tellRun(entity, lane, open, epoch)
  }
  entity.state = { ...entity.state, toldEpoch: epoch }
}

async function tellRun(entity: Entity, lane: Lane, run: OpenRun, epoch: number): Promise<void> {
  try {
    const workflowId = workflowIds.run(entity.state.integrationId, run.runNo)
    await getExternalWorkflowHandle(workflowId).signal(credentialsReplacedSignal, { epoch })
  } catch (error) {
    log.info('a run ended before it could be told of new credentials', { runNo: run.runNo, error })
    entity.state = checkEnded(entity.state, lane, run.runNo)
  }
}
