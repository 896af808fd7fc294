import type { Client } from '@temporalio/client'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { SCHEDULE_KINDS, scheduleId } from '../../src/model/core/names.ts'
import { eventually } from './temporal.ts'

/** Milliseconds since a tick would have come: long enough that Temporal does not take it for one that it owes. */
const GONE_BY_MS = 5_000

/**
 * Lets the next tick of each Schedule be a whole interval away. An integration has its own place within the quarter of an
 * hour, so that one test in a dozen or so met a run that it had not asked for: its Collect Now joined that, and came to
 * streams that were through before what it had changed. The phase is told before Schedules are made, so they may be to come.
 */
export async function putOffTicks(temporal: Client, id: IntegrationId): Promise<void> {
  for (const kind of SCHEDULE_KINDS) {
    const schedule = temporal.schedule.getHandle(scheduleId(id, kind))
    await eventually(`the Schedule ${kind} is there`, () => schedule.describe())
    await schedule.update(({ spec, ...rest }) => ({
      ...rest,
      spec: {
        intervals: (spec.intervals ?? []).map(({ every }) => ({
          every,
          offset: (Date.now() - GONE_BY_MS) % every,
        })),
        jitter: 0,
      },
    }))
  }
}
