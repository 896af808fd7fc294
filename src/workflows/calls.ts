import { proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../activities/contract.ts'
import { TASK_QUEUES } from '../model/core/names.ts'

/**
 * Activities as this room calls them: each call with its own summary, since a proxy costs nothing
 * and the call-site options of the SDK are still experimental. Summaries hold counts, stream and
 * stage names, never tenant data. Attempts are unlimited everywhere: what bounds a retry is time.
 *
 * An attempt that failed says itself how long to wait (`activities/retry-delay.ts`). What is left for the policy are
 * attempts that were lost with their worker, and those are worth another at once, however many there were before: the
 * next one may be lost too, handed to a poll that the dead worker had left open.
 */
const RETRY = { initialInterval: '200ms', backoffCoefficient: 1, maximumInterval: '200ms' } as const

/**
 * Temporal hears of a worker's death only by a timeout: where an activity heartbeats, by the missing
 * heartbeat; where it is too short to, by its own end. Either is what a crash costs a run.
 */
const LOST_AFTER = '10s'

/** Statements and calls to Temporal itself: short, and right to try until the database is back. */
export const bookkeeping = (summary: string) =>
  proxyActivities<
    Pick<
      Activities,
      | 'openRun'
      | 'planRun'
      | 'planRereads'
      | 'finishRun'
      | 'describeRun'
      | 'terminateRun'
      | 'setPhase'
      | 'syncSchedules'
      | 'deleteSchedules'
      | 'sendTick'
    >
  >({
    taskQueue: TASK_QUEUES.workflows,
    startToCloseTimeout: '30s',
    heartbeatTimeout: LOST_AFTER,
    retry: RETRY,
    summary,
  })

/** One statement, on whose word a stream or a stage goes on. */
export const noting = (summary: string) =>
  proxyActivities<Pick<Activities, 'setRunStage' | 'setStreamState'>>({
    taskQueue: TASK_QUEUES.workflows,
    startToCloseTimeout: LOST_AFTER,
    retry: RETRY,
    summary,
  })

/**
 * Deleting what a stricter mode or a disconnect leaves behind: batch after batch, for hours in the largest tenants. On
 * the queue of long work, since bookkeeping's few slots are everybody's.
 */
export const purging = (summary: string) =>
  proxyActivities<Pick<Activities, 'applyMode' | 'shredIntegration'>>({
    taskQueue: TASK_QUEUES.collect,
    startToCloseTimeout: '12h',
    heartbeatTimeout: LOST_AFTER,
    retry: RETRY,
    summary,
  })

/** Probes ask upstream a dozen small questions; what upstream refuses is an answer, not a failure. */
export const probing = (summary: string) =>
  proxyActivities<Pick<Activities, 'probeCapabilities'>>({
    taskQueue: TASK_QUEUES.probe,
    startToCloseTimeout: '3m',
    scheduleToCloseTimeout: '30m',
    heartbeatTimeout: LOST_AFTER,
    retry: RETRY,
    summary,
  })

/**
 * What a recheck does, on the queue of probes: all places of the others may be taken by slices of a minute each, and a
 * person waits. What is not done within its time is said to be undone.
 */
export const rechecking = (summary: string, withinMs: number, heartbeatMs: number) =>
  proxyActivities<Pick<Activities, 'planRecheck' | 'collectSlice' | 'judgeRecheck' | 'dispatchOutbox'>>({
    taskQueue: TASK_QUEUES.probe,
    startToCloseTimeout: withinMs,
    scheduleToCloseTimeout: withinMs,
    heartbeatTimeout: heartbeatMs,
    retry: RETRY,
    summary,
  })

/** A slice lasts about a minute; upstream may be away for a day before a stream gives up and says so. */
export const slicing = (summary: string, heartbeatMs: number) =>
  proxyActivities<Pick<Activities, 'collectSlice'>>({
    taskQueue: TASK_QUEUES.collect,
    startToCloseTimeout: '5m',
    scheduleToCloseTimeout: '24h',
    heartbeatTimeout: heartbeatMs,
    retry: RETRY,
    summary,
  })

/** Rules read the database alone; a large tenant takes minutes. */
export const judging = (summary: string) =>
  proxyActivities<Pick<Activities, 'evaluateRules'>>({
    taskQueue: TASK_QUEUES.collect,
    startToCloseTimeout: '30m',
    scheduleToCloseTimeout: '6h',
    heartbeatTimeout: LOST_AFTER,
    retry: RETRY,
    summary,
  })

/** Not on the queue of the attempts, where a receiver that hangs may hold places for long. */
export const notifying = (summary: string) =>
  proxyActivities<Pick<Activities, 'dispatchOutbox'>>({
    taskQueue: TASK_QUEUES.collect,
    startToCloseTimeout: '2m',
    scheduleToCloseTimeout: '1h',
    heartbeatTimeout: LOST_AFTER,
    retry: RETRY,
    summary,
  })
