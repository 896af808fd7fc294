import { executeChild, isCancellation, log } from '@temporalio/workflow'
import type { ProbeSummary } from '../activities/contract.ts'
import { workflowIds } from '../model/core/names.ts'
import { runAttributes } from './attributes.ts'
import { bookkeeping } from './calls.ts'
import { connectionTest } from './connection-test.ts'
import { testEnded, testLost } from './entity-events.ts'
import type { TestRequest } from './entity-state.ts'
import { freshRunId } from './fresh-run-id.ts'
import type { Entity } from './integration.ts'

/** Runs beside the main loop, so that a slow upstream holds up no command. It must not reject: nobody awaits it. */
export async function runTest(entity: Entity, test: TestRequest): Promise<void> {
  try {
    const probe = await executeTest(entity, test)
    const ids = { full: freshRunId(), incremental: freshRunId() }
    entity.state = testEnded(entity.state, probe, Date.now(), ids)
  } catch (error) {
    if (!isCancellation(error)) log.warn('a connection test did not come to its end', { error })
    entity.state = testLost(entity.state, Date.now())
    await closeRow(entity, test)
  } finally {
    entity.testUnderWay = false
  }
}

/** Terminated, a test cannot close its own row: whoever waits for it would wait for ever. */
async function closeRow({ state: { integrationId } }: Entity, { testNo, run }: TestRequest): Promise<void> {
  if (run === null) return
  const workflowId = workflowIds.connectionTest(integrationId, testNo)
  try {
    await bookkeeping(`connection test ${testNo}: ended?`).describeRun({
      integrationId,
      runId: run.runId,
      workflowId,
    })
  } catch (error) {
    log.warn('the row of a connection test could not be closed', { testNo, error })
  }
}

async function executeTest(entity: Entity, test: TestRequest): Promise<ProbeSummary> {
  const { integrationId } = entity.state
  const { testNo, reason, actor, run } = test
  return await executeChild(connectionTest, {
    workflowId: workflowIds.connectionTest(integrationId, testNo),
    typedSearchAttributes: runAttributes(integrationId, 'connection_test'),
    staticSummary: `connection test ${testNo}: ${reason}`,
    args: [{ integrationId, testNo, actor, run }],
  })
}
