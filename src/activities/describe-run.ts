import type { Client, WorkflowExecutionStatusName } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/common'
import { getRun } from '../db/runs/list-runs.ts'
import { endRun } from '../db/runs/move-run.ts'
import type { RunOutcomeCode } from '../model/core/run-outcomes.ts'
import type { TerminalRunState } from '../model/core/runs.ts'
import { isTerminalRunState } from '../model/core/runs.ts'
import { ALL_INTEGRATIONS } from '../model/core/scope.ts'
import type { DescribeRunInput, RunDescription } from './contract.ts'
import type { ActivityDeps } from './deps.ts'

type DescribeDeps = Pick<ActivityDeps, 'database' | 'temporal'>

/** How a run ended whose workflow did not get to say so itself. */
const ENDED_AS: Partial<
  Record<WorkflowExecutionStatusName, { state: TerminalRunState; code: RunOutcomeCode }>
> = {
  COMPLETED: { state: 'failed', code: 'ended_without_report' },
  FAILED: { state: 'failed', code: 'workflow_failed' },
  CANCELLED: { state: 'cancelled', code: 'cancelled_by_operator' },
  TERMINATED: { state: 'cancelled', code: 'terminated_by_operator' },
  TIMED_OUT: { state: 'failed', code: 'workflow_timed_out' },
}
const GONE = { state: 'failed', code: 'workflow_gone' } as const

/**
 * Whether a run is still open, as the `runs` table says once this has been asked: a run whose workflow
 * has ended without closing its row (terminated by an operator, say) is closed here, which frees its lane.
 */
export async function describeRun(deps: DescribeDeps, input: DescribeRunInput): Promise<RunDescription> {
  const ended = await endOf(deps.temporal, input.workflowId)
  if (ended !== null) await endRun(deps.database.drizzle, input.runId, ended.state, { code: ended.code })
  const row = await getRun(deps.database.drizzle, ALL_INTEGRATIONS, input.runId)
  const state = row?.state ?? 'cancelled'
  return { open: !isTerminalRunState(state), state }
}

async function endOf(temporal: Client, workflowId: string) {
  try {
    const { status } = await temporal.workflow.getHandle(workflowId).describe()
    return ENDED_AS[status.name] ?? null
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return GONE
    throw error
  }
}

/** Ends a run that did not hear that it was cancelled. */
export async function terminateRun(
  deps: DescribeDeps,
  { runId, workflowId }: DescribeRunInput,
): Promise<void> {
  try {
    await deps.temporal.workflow.getHandle(workflowId).terminate('the integration was disconnected')
  } catch (error) {
    // It has ended meanwhile.
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
  await endRun(deps.database.drizzle, runId, 'cancelled', { code: 'disconnected' })
}
