import { randomUUIDv7 } from 'node:crypto'
import { WorkflowNotFoundError } from '@temporalio/common'
import { setPhase } from '../db/integrations/change-integration.ts'
import { getIntegration } from '../db/integrations/list-integrations.ts'
import type { TickSignal } from '../model/core/commands.ts'
import { asRunId } from '../model/core/ids.ts'
import { workflowIds } from '../model/core/names.ts'
import { ALL_INTEGRATIONS } from '../model/core/scope.ts'
import { syncSchedules } from '../temporal/schedules.ts'
import type { SendTickInput } from './contract.ts'
import type { ActivityDeps } from './deps.ts'

const GONE_NOTE =
  "The integration's workflow is not running, so nothing is collected. Disconnect the integration and connect it again."

/**
 * Tells the entity that it is time. Should the entity be gone (terminated by an operator), the clock is
 * the one that notices: the integration says so to people, and its Schedules stop.
 */
export async function sendTick(
  { temporal, database }: Pick<ActivityDeps, 'temporal' | 'database'>,
  { integrationId, kind }: SendTickInput,
): Promise<void> {
  const signal: TickSignal = { kind, runId: asRunId(randomUUIDv7()) }
  try {
    await temporal.workflow.getHandle(workflowIds.integration(integrationId)).signal('tick', signal)
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error
    // Disconnected: its Schedules are deleted, and this tick was on its way before they were.
    const row = await getIntegration(database.drizzle, ALL_INTEGRATIONS, integrationId)
    if (row === null || row.disconnectedAt !== null) return
    await setPhase(database.drizzle, integrationId, 'needs_attention', GONE_NOTE)
    await syncSchedules(temporal, integrationId, GONE_NOTE)
  }
}
