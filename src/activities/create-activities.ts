import { Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { isDatabaseAway } from '../db/away.ts'
import { Fenced } from '../db/fenced.ts'
import { setPhase } from '../db/integrations/change-integration.ts'
import type { PurgePace } from '../db/purge/delete-in-batches.ts'
import { shredIntegration } from '../db/purge/shred-integration.ts'
import { IntegrationGone } from '../db/seal/data-key.ts'
import { evaluateRules } from '../evaluation/evaluate-rules.ts'
import type { WalkKeeper } from '../evaluation/walk-place.ts'
import type { EvaluateRulesInput, EvaluationCounts } from '../model/core/evaluations.ts'
import { parseAllowedHosts } from '../model/schema/webhook-url.ts'
import { toApplicationFailure } from '../openai/failures.ts'
import { deleteSchedules } from '../temporal/schedules.ts'
import { applyMode } from './apply-mode.ts'
import { createBudgetPool } from './budget.ts'
import { collectSlice } from './collect-slice.ts'
import type { Activities } from './contract.ts'
import type { BatchActivities } from './deliver-batch.ts'
import { deliverBatch } from './deliver-batch.ts'
import type { DeliveryActivities } from './deliver-webhook.ts'
import { abandonDelivery, deliverWebhook } from './deliver-webhook.ts'
import type { ActivityDeps } from './deps.ts'
import { describeRun, terminateRun } from './describe-run.ts'
import { DestinationSlots } from './destination-slots.ts'
import { dispatchOutbox } from './dispatch-outbox.ts'
import { judgeRecheck } from './judge-recheck.ts'
import type { KeepAlive } from './keep-alive.ts'
import { keepAlive } from './keep-alive.ts'
import { planRecheck } from './plan-recheck.ts'
import { planRereads } from './plan-rereads.ts'
import { planRun } from './plan-run.ts'
import { probeCapabilities } from './probe-capabilities.ts'
import { withRetryDelay } from './retry-delay.ts'
import { finishRun, openRun, setRunStage, setStreamState } from './runs.ts'
import { sendTick } from './send-tick.ts'
import { scheduleAsPhaseWants } from './sync-schedules.ts'

/** All side effects that workflows may ask for, joined to what this process stands on. */
export function createActivities(deps: ActivityDeps): Activities & DeliveryActivities & BatchActivities {
  const { database, temporal, master, settings } = deps
  const db = database.drizzle
  const budgets = createBudgetPool(database.sql)
  const slots = new DestinationSlots()
  const allowedHosts = parseAllowedHosts(settings.CASBAH_WEBHOOK_ALLOW_HOSTS)
  const timeoutMs = settings.CASBAH_WEBHOOK_TIMEOUT_SECONDS * 1_000
  const waitFactor = settings.CASBAH_WEBHOOK_WAIT_FACTOR
  const publicUrl = settings.CASBAH_PUBLIC_URL?.replace(/\/+$/, '') ?? null
  return guarded(deps, {
    openRun: (input) => whileAlive(() => openRun(deps, input)),
    planRun: (input) => whileAlive(() => planRun(deps, input)),
    planRereads: (input) => whileAlive(() => planRereads(deps, input)),
    setRunStage: (input) => setRunStage(deps, input),
    setStreamState: (input) => setStreamState(deps, input),
    finishRun: (input) => whileAlive(() => finishRun(deps, input)),
    describeRun: (input) => whileAlive(() => describeRun(deps, input)),
    terminateRun: (input) => whileAlive(() => terminateRun(deps, input)),
    probeCapabilities: (input) => probeCapabilities(deps, budgets, input),
    setPhase: ({ integrationId, phase, note }) =>
      whileAlive(async () => {
        // Its row was taken back, since nobody could tell whether its workflow had been started: then that ends here.
        if (!(await setPhase(db, integrationId, phase, note))) throw new IntegrationGone(integrationId)
      }),
    syncSchedules: (input) => whileAlive(() => scheduleAsPhaseWants({ db, temporal }, input)),
    deleteSchedules: ({ integrationId }) => whileAlive(() => deleteSchedules(temporal, integrationId)),
    applyMode: (input) => purgeWithin(deps, (pace) => applyMode(deps, input, pace)),
    shredIntegration: ({ integrationId }) =>
      purgeWithin(deps, (pace) => shredIntegration(database.sql, integrationId, pace)),
    sendTick: (input) => whileAlive(() => sendTick(deps, input)),
    planRecheck: (input) => whileAlive(() => planRecheck(deps, input)),
    judgeRecheck: (input) => whileAlive(() => judgeRecheck(deps, input)),
    collectSlice: (input) => collectSlice(deps, budgets, input),
    evaluateRules: (input) => evaluateWithin(deps, input),
    dispatchOutbox: (input) =>
      whileAlive(({ beat }) => dispatchOutbox({ db, client: temporal, heartbeat: beat, waitFactor }, input)),
    deliverWebhook: (input) =>
      whileAlive(() =>
        deliverWebhook(
          {
            ...{ db, master, allowedHosts, slots, timeoutMs, waitFactor },
            signal: Context.current().cancellationSignal,
          },
          input,
        ),
      ),
    abandonDelivery: (input) => abandonDelivery({ db }, input),
    deliverBatch: (input) =>
      whileAlive(() =>
        deliverBatch(
          {
            ...{ db, master, allowedHosts, timeoutMs, waitFactor, publicUrl },
            signal: Context.current().cancellationSignal,
          },
          input,
        ),
      ),
  })
}

/**
 * Judging is chunked, and no chunk begins once the activity was cancelled. How far it came is said with each heartbeat,
 * from the first on with what the attempt before had said: the server keeps the last one only.
 */
function evaluateWithin(
  { database, now }: ActivityDeps,
  input: EvaluateRulesInput,
): Promise<EvaluationCounts> {
  const { cancellationSignal: signal, info } = Context.current()
  let place: unknown = info.heartbeatDetails ?? null
  const keeper: WalkKeeper = {
    left: place,
    keep(moved) {
      place = moved
    },
  }
  return whileAlive(
    ({ beat }) =>
      evaluateRules({ sql: database.sql, db: database.drizzle, heartbeat: beat, signal, now, keeper }, input),
    () => place,
  )
}

/** Purging is batched, and no batch begins once another attempt was given the work, or this process is to stop. */
function purgeWithin({ stopping }: ActivityDeps, purge: (pace: PurgePace) => Promise<void>): Promise<void> {
  const signal = Context.current().cancellationSignal
  return whileAlive(({ beat }) =>
    purge({
      afterBatch: () => {
        beat()
        signal.throwIfAborted()
        if (stopping.aborted) throw new Interrupted()
      },
    }),
  )
}

/** Retried, by whoever runs on. */
class Interrupted extends Error {
  override readonly name = 'Interrupted'
  constructor() {
    super('This process is about to stop; the purge goes on in another, or once it is back.')
  }
}

/** Says that this process lives while the work is on: one that was killed is then missed soon. */
async function whileAlive<Result>(
  work: (alive: KeepAlive) => Promise<Result>,
  details: () => unknown = () => null,
): Promise<Result> {
  const alive = keepAlive(Context.current(), details)
  try {
    return await work(alive)
  } finally {
    alive.stop()
  }
}

type Works = Activities & DeliveryActivities & BatchActivities

/** `Fenced` is no failure of anything: a newer attempt is at work. What is gone does not come back. */
function failureOf(error: unknown, cancellation: AbortSignal): unknown {
  if (error instanceof Fenced) return error
  if (error instanceof IntegrationGone) return ApplicationFailure.nonRetryable(error.message, error.name)
  if (isDatabaseAway(error)) return databaseAway()
  return toApplicationFailure(error, cancellation)
}

/** Milliseconds. A restart of Postgres takes seconds: to wait longer each time would outlast it by as much again. */
const ASK_POSTGRES_AGAIN_MS = 2_000

const databaseAway = (): ApplicationFailure =>
  ApplicationFailure.create({
    message: 'Postgres does not answer. The work is tried again every two seconds; check that Postgres runs.',
    type: 'DatabaseAway',
    nextRetryDelay: ASK_POSTGRES_AGAIN_MS,
  })

/**
 * What is thrown goes into histories, so it passes the one place that makes failures of errors; the log
 * gets the error itself.
 */
function guarded({ logger }: ActivityDeps, works: Works): Works {
  const wrap = <Input, Output>(name: string, work: (input: Input) => Promise<Output>) =>
    async function activity(input: Input): Promise<Output> {
      try {
        return await work(input)
      } catch (error) {
        const { info, cancellationSignal } = Context.current()
        const { attempt, workflowExecution } = info
        logger.warn(
          { activity: name, attempt, workflowId: workflowExecution?.workflowId, error },
          'an activity failed',
        )
        throw withRetryDelay(failureOf(error, cancellationSignal), attempt)
      }
    }
  const entries = Object.entries(works).map(([name, work]) => [name, wrap(name, work as never)] as const)
  return Object.fromEntries(entries) as unknown as Works
}
