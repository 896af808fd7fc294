import {
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  patched,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow'
import type { IntegrationId, RunId, RunNo } from '../model/core/ids.ts'
import { workflowIds } from '../model/core/names.ts'
import type { Plane } from '../model/core/planes.ts'
import { PLANES } from '../model/core/planes.ts'
import type { PlannedStream } from '../model/core/planned-streams.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { KEY_RULE_IDS, LOG_FED_RULE_IDS, RULE_IDS } from '../model/core/rule-ids.ts'
import type { CollectionKind, Lane, Stage, TerminalRunState } from '../model/core/runs.ts'
import { STAGES } from '../model/core/runs.ts'
import { STREAMS } from '../model/core/streams.ts'
import { bookkeeping, judging, notifying, noting } from './calls.ts'
import { credentialsReplacedSignal, runEndedSignal, runReadSignal } from './messages.ts'
import type { RunBook } from './run-book.ts'
import { endingOf, newRunBook, outcomeOf, runDetails, stageUnfinished } from './run-book.ts'
import { readStreams } from './run-stage.ts'

export interface CollectionInput {
  readonly integrationId: IntegrationId
  readonly runId: RunId
  readonly runNo: RunNo
  readonly kind: CollectionKind
  readonly lane: Lane
  /** Replacements of credentials that the entity knew of when it started this run. */
  readonly epoch: number
  readonly heartbeatMs: number
}

/** What changes while a run lasts. */
export interface Run {
  readonly input: CollectionInput
  book: RunBook
  epoch: number
  toldRead: boolean
}

const RULES_OF_KIND: Record<CollectionKind, readonly RuleId[]> = {
  full: RULE_IDS,
  incremental: LOG_FED_RULE_IDS,
  key_check: KEY_RULE_IDS,
}

/**
 * One run in one lane: its stages in order on each plane, a child per stream. A stream that may not be read, or
 * fails, is a gap and stops nothing else. However the run ends, its row says so and the entity is
 * told; should this workflow be terminated, the entity finds out by itself.
 */
export async function collection(input: CollectionInput): Promise<TerminalRunState> {
  const run: Run = { input, book: newRunBook(), epoch: input.epoch, toldRead: false }
  setHandler(credentialsReplacedSignal, async ({ epoch }) => await passOn(run, epoch))
  let state: TerminalRunState
  try {
    await collect(run)
    const ending = endingOf(run.book)
    state = ending.state
    run.book = { ...run.book, failure: ending.failure }
  } catch (error) {
    state = isCancellation(error) ? 'cancelled' : 'failed'
    if (state === 'failed') log.error('a run failed', { runNo: input.runNo, error })
    run.book = { ...run.book, failure: state === 'failed' ? 'internal' : null }
  }
  await CancellationScope.nonCancellable(() => closeBooks(run, state))
  return state
}

async function collect(run: Run): Promise<void> {
  const { integrationId, runId, runNo, kind, lane } = run.input
  await enter(run, 'preflight')
  const plan = await bookkeeping('plan: what may be read').planRun({
    integrationId,
    runId,
    runNo,
    kind,
    lane,
  })
  run.book = { ...run.book, planned: plan.streams }
  await Promise.all([sayStages(run), ...PLANES.map((plane) => readPlane(run, plane))])
  // A history from before re-reads were built goes on without them.
  const reread = kind === 'incremental' && patched(REREADS_PATCH) ? await readNamed(run) : []
  await tellRead(run)
  await enter(run, 'evaluate')
  const ruleIds = [...new Set([...RULES_OF_KIND[kind], ...reread])]
  const rules = judging(`${ruleIds.length} rules`)
  const evaluation = await rules.evaluateRules({ integrationId, runId, runNo, ruleIds })
  run.book = { ...run.book, evaluation }
  await enter(run, 'notify')
  await notify(run)
}

const REREADS_PATCH = 'rereads'

/**
 * What the logs have just named as changed is read again, and judged by the rules that this returns: an exposure is a
 * finding an interval after upstream wrote it down, not when the next full collection comes by.
 */
async function readNamed(run: Run): Promise<readonly RuleId[]> {
  const { integrationId, runId, runNo, kind, lane } = run.input
  const planning = bookkeeping('plan: what audit events name')
  const plan = await planning.planRereads({ integrationId, runId, runNo, kind, lane })
  if (plan.streams.length === 0) return plan.ruleIds
  await enter(run, 'rereads')
  const planned = plan.streams.map((stream): PlannedStream => ({ stream, verdict: 'read' }))
  run.book = { ...run.book, planned: [...run.book.planned, ...planned] }
  await Promise.all(
    PLANES.map((plane) =>
      readStreams(
        run,
        plan.streams.filter((stream) => STREAMS[stream].plane === plane),
      ),
    ),
  )
  return plan.ruleIds
}

/** Everything is read and judged by now. What could not be handed on stays in the outbox, and the next run takes it. */
async function notify(run: Run): Promise<void> {
  const { integrationId, runId } = run.input
  try {
    const notified = await notifying('findings to destinations').dispatchOutbox({ integrationId, runId })
    run.book = { ...run.book, notified }
  } catch (error) {
    if (isCancellation(error)) throw error
    log.error('findings could not be handed on; the next run tries again', { runNo: run.input.runNo, error })
    run.book = { ...run.book, notified: 'failed' }
  }
}

/**
 * Each plane goes through its stages by itself: the two have no stream in common and limits of their own,
 * so a slow workspace must not hold up the keys of the platform. What rules see is the same, since they
 * are asked after both.
 */
async function readPlane(run: Run, plane: Plane): Promise<void> {
  for (const stage of STAGES) {
    const streams = run.book.planned
      .filter(({ stream, verdict }) => STREAMS[stream].stage === stage && verdict === 'read')
      .map(({ stream }) => stream)
      .filter((stream) => STREAMS[stream].plane === plane)
    if (streams.length > 0) await readStreams(run, streams)
  }
}

/** The stage of a run is the earliest that a plane has not finished. One after the other, so that it never goes back. */
async function sayStages(run: Run): Promise<void> {
  for (;;) {
    const stage = stageUnfinished(run.book)
    if (stage === null) return
    await enter(run, stage)
    await condition(() => stageUnfinished(run.book) !== stage)
  }
}

async function enter(run: Run, stage: Stage): Promise<void> {
  run.book = { ...run.book, stage }
  setCurrentDetails(runDetails(run.book))
  await noting(`stage: ${stage}`).setRunStage({ runId: run.input.runId, stage })
}

/** New credentials: every stream under way is told, whether it waits for them or not. */
async function passOn(run: Run, epoch: number): Promise<void> {
  run.epoch = Math.max(run.epoch, epoch)
  const { integrationId, runNo } = run.input
  for (const stream of run.book.underWay) {
    const id = workflowIds.stream(integrationId, runNo, stream)
    try {
      await getExternalWorkflowHandle(id).signal(credentialsReplacedSignal, { epoch: run.epoch })
    } catch (error) {
      log.info('a stream ended before it could be told of new credentials', { stream, error })
    }
  }
}

/**
 * From here on nobody joins this run: what it will judge has been read. The entity has heard so before the row says
 * that the run ended, so that whoever saw it end and asks again gets a run of their own.
 */
async function tellRead(run: Run): Promise<void> {
  if (run.toldRead) return
  run.toldRead = true
  const { integrationId, runNo, lane } = run.input
  try {
    const entity = getExternalWorkflowHandle(workflowIds.integration(integrationId))
    await entity.signal(runReadSignal, { runNo, lane })
  } catch (error) {
    if (isCancellation(error)) throw error
    log.warn('the entity is not there to hear that a run has read everything', { runNo, error })
  }
}

async function closeBooks(run: Run, state: TerminalRunState): Promise<void> {
  const { integrationId, runId, runNo, lane } = run.input
  setCurrentDetails(runDetails(run.book))
  await tellRead(run)
  await bookkeeping(`run ${runNo}: ${state}`).finishRun({ runId, state, outcome: outcomeOf(run.book) })
  try {
    const entity = getExternalWorkflowHandle(workflowIds.integration(integrationId))
    await entity.signal(runEndedSignal, { runNo, lane, outcome: state })
  } catch (error) {
    log.warn('the entity is not there to hear that a run ended', { runNo, error })
  }
}
