import { randomUUIDv7 } from 'node:crypto'
import type { Client } from '@temporalio/client'
import type { Actor } from '../../src/model/core/actor.ts'
import type { CollectNowInput, EntityTimings } from '../../src/model/core/commands.ts'
import { DEFAULT_ENTITY_TIMINGS } from '../../src/model/core/commands.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asIntegrationId, asRunId } from '../../src/model/core/ids.ts'
import { TASK_QUEUES, workflowIds } from '../../src/model/core/names.ts'
import type { EntityInput } from '../../src/workflows/integration.ts'
import { integration } from '../../src/workflows/integration.ts'
import { connectUpdate } from '../../src/workflows/messages.ts'
import type { Fakes } from './fake-activities.ts'
import { eventually } from './temporal.ts'

export const PERSON: Actor = { kind: 'token', id: 'test', label: 'a test' }

export const collectNowInput = (): CollectNowInput => ({
  actor: PERSON,
  runIds: { full: asRunId(randomUUIDv7()), incremental: asRunId(randomUUIDv7()) },
})

export interface EntityOptions {
  readonly timings?: Partial<EntityTimings>
  readonly updatesPerHistory?: number
  readonly integrationId?: IntegrationId
}

/** Starts an entity and connects it, without waiting for the connection test. */
export async function startEntity(client: Client, options: EntityOptions = {}) {
  const integrationId = options.integrationId ?? asIntegrationId(randomUUIDv7())
  const input: EntityInput = {
    integrationId,
    timings: { ...DEFAULT_ENTITY_TIMINGS, ...options.timings },
    ...(options.updatesPerHistory !== undefined && { updatesPerHistory: options.updatesPerHistory }),
  }
  await client.workflow.start(integration, {
    workflowId: workflowIds.integration(integrationId),
    taskQueue: TASK_QUEUES.workflows,
    args: [input],
  })
  // Without a run id, so that commands follow the entity into new histories.
  const handle = client.workflow.getHandle<typeof integration>(workflowIds.integration(integrationId))
  await handle.executeUpdate(connectUpdate, { args: [{ actor: PERSON }] })
  return { integrationId, handle }
}

/** Waits until the entity has said that it is in this phase. */
export const inPhase = (fakes: Fakes, phase: string) =>
  eventually(`phase ${phase}`, () => {
    const last = fakes.named('setPhase').at(-1)
    if (last?.phase !== phase) throw new Error(`the phase is ${last?.phase}`)
    return last
  })
