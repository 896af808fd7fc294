import type { Client } from '@temporalio/client'
import type { Db } from '../db/client.ts'
import { getIntegration } from '../db/integrations/list-integrations.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import { ALL_INTEGRATIONS } from '../model/core/scope.ts'
import { PAUSED_BY_A_PERSON, syncSchedules } from '../temporal/schedules.ts'

/** Schedules as the phase wants them. Why a phase pauses them is shown in Temporal; why a person did is not. */
export async function scheduleAsPhaseWants(
  { db, temporal }: { readonly db: Db; readonly temporal: Client },
  input: { readonly integrationId: IntegrationId; readonly pausedNote: string | null },
): Promise<void> {
  const { integrationId, pausedNote } = input
  const integration = await getIntegration(db, ALL_INTEGRATIONS, integrationId)
  const isPersons = pausedNote !== null && integration?.phase === 'paused'
  await syncSchedules(temporal, integrationId, isPersons ? PAUSED_BY_A_PERSON : pausedNote)
}
