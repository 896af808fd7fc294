import type { IntegrationId } from '../model/core/ids.ts'
import type { ScheduleKind } from '../model/core/names.ts'
import { bookkeeping } from './calls.ts'

export interface TickInput {
  readonly integrationId: IntegrationId
  readonly kind: ScheduleKind
}

/** What a Schedule starts: it tells the entity that the clock struck. The entity decides what follows. */
export async function tick({ integrationId, kind }: TickInput): Promise<void> {
  await bookkeeping(`tick: ${kind}`).sendTick({ integrationId, kind })
}
