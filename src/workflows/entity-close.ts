import { condition, getExternalWorkflowHandle, log } from '@temporalio/workflow'
import { workflowIds } from '../model/core/names.ts'
import { LANES } from '../model/core/runs.ts'
import { showPhase } from './attributes.ts'
import { bookkeeping, purging } from './calls.ts'
import { stopMode } from './entity-mode.ts'
import { phaseNote } from './entity-phase.ts'
import type { OpenRun } from './entity-state.ts'
import type { Entity } from './integration.ts'

/** A slice hears of its cancellation at its next heartbeat, and its run then closes its books. */
const CANCEL_GRACE_MS = 60_000

const ALL_PURGED = 'All that was stored of it has been deleted, its keys first.'

/** Disconnect: stop the clock, end what runs, then make the stored data unreadable for good. */
export async function closeDown(entity: Entity): Promise<void> {
  const { integrationId } = entity.state
  const note = phaseNote(entity.state)
  showPhase(integrationId, 'disconnecting')
  await bookkeeping('phase: disconnecting').setPhase({ integrationId, phase: 'disconnecting', note })
  await stopMode(entity)
  await bookkeeping('schedules: deleted').deleteSchedules({ integrationId })
  await cancelOpenRuns(entity)
  await condition(() => !entity.testUnderWay, CANCEL_GRACE_MS)
  await purging('data: shredded').shredIntegration({ integrationId })
  showPhase(integrationId, 'disconnected')
  const end = { integrationId, phase: 'disconnected', note: ALL_PURGED } as const
  await bookkeeping('phase: disconnected').setPhase(end)
}

async function cancelOpenRuns(entity: Entity): Promise<void> {
  const openRuns = () => LANES.map((lane) => entity.state.lanes[lane].open).filter((run) => run !== null)
  for (const run of openRuns()) await cancelRun(entity, run)
  await condition(() => openRuns().length === 0, CANCEL_GRACE_MS, { summary: 'runs close their books' })
  const { integrationId } = entity.state
  for (const { runId, runNo } of openRuns()) {
    const workflowId = workflowIds.run(integrationId, runNo)
    await bookkeeping(`run ${runNo}: terminated`).terminateRun({ integrationId, runId, workflowId })
  }
}

async function cancelRun({ state }: Entity, { runNo }: OpenRun): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowIds.run(state.integrationId, runNo)).cancel()
  } catch (error) {
    log.info('a run had ended before it could be cancelled', { runNo, error })
  }
}
