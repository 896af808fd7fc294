import { createHash } from 'node:crypto'
import type { Client, ScheduleOptions } from '@temporalio/client'
import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client'
import type { IntegrationId } from '../model/core/ids.ts'
import type { ScheduleKind } from '../model/core/names.ts'
import { SCHEDULE_KINDS, scheduleId, TASK_QUEUES, WORKFLOW_TYPES } from '../model/core/names.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/**
 * The clock of an integration. A Schedule only says that it is time; the entity decides what follows,
 * so a tick is short and never overlaps another. After an outage one interval is caught up: ticks
 * coalesce in the entity anyway, and the server's own default would be a year of them.
 */
const EVERY_MS: Record<ScheduleKind, number> = {
  incremental: 15 * MINUTE_MS,
  full: DAY_MS,
  'key-check': DAY_MS,
}
/** Share of the interval within which a tick may come late: tenants do not all knock at once. */
const JITTER = 0.08

/** Makes an integration's Schedules where they are missing, and pauses or resumes those that are there. */
/** A Schedule's note passes no codec, so what a person wrote stays in Casbah's database; this stands for it. */
export const PAUSED_BY_A_PERSON = 'Paused in Casbah, which knows by whom and why.'

export async function syncSchedules(
  client: Client,
  integrationId: IntegrationId,
  pausedNote: string | null,
): Promise<void> {
  for (const kind of SCHEDULE_KINDS) {
    const options = optionsOf(integrationId, kind, pausedNote)
    try {
      await client.schedule.create(options)
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error
      const handle = client.schedule.getHandle(options.scheduleId)
      await (pausedNote === null ? handle.unpause('Collecting.') : handle.pause(pausedNote))
    }
  }
}

export async function deleteSchedules(client: Client, integrationId: IntegrationId): Promise<void> {
  for (const kind of SCHEDULE_KINDS) {
    try {
      await client.schedule.getHandle(scheduleId(integrationId, kind)).delete()
    } catch (error) {
      // Deleted before, or never made.
      if (!(error instanceof ScheduleNotFoundError)) throw error
    }
  }
}

function optionsOf(integrationId: IntegrationId, kind: ScheduleKind, pausedNote: string | null) {
  const everyMs = EVERY_MS[kind]
  const id = scheduleId(integrationId, kind)
  return {
    scheduleId: id,
    spec: {
      intervals: [{ every: everyMs, offset: offsetOf(id, everyMs) }],
      jitter: Math.trunc(everyMs * JITTER),
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: everyMs },
    action: {
      type: 'startWorkflow',
      workflowType: WORKFLOW_TYPES.tick,
      workflowId: `${id}/tick`,
      taskQueue: TASK_QUEUES.workflows,
      args: [{ integrationId, kind }],
      staticSummary: `tick: ${kind}`,
    },
    state: pausedNote === null ? {} : { paused: true, note: pausedNote },
  } satisfies ScheduleOptions
}

/** Each Schedule has its own place within the interval, the same after every restart. */
function offsetOf(id: string, everyMs: number): number {
  const digest = createHash('sha256').update(id).digest()
  return digest.readUInt32BE(0) % everyMs
}
