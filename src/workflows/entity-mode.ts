import { CancellationScope, isCancellation } from '@temporalio/workflow'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import { purging } from './calls.ts'
import type { Entity } from './integration.ts'

/**
 * A change of mode being applied. It is in force with the activity's first statement; the purge that follows may take
 * hours in a large tenant. So it runs beside the main loop, and whoever pauses, replaces a key or disconnects meanwhile
 * is not kept waiting. It may be cut short at any moment: until it is through, the wish stays in the state, and what
 * another mode has overtaken deletes nothing more (`purge-streams.ts`).
 */
export interface ModeChange {
  readonly mode: CollectionMode
  readonly scope: CancellationScope
  /** Resolves when it is through or cut short. */
  readonly ended: Promise<void>
}

export function beginMode(entity: Entity, mode: CollectionMode): void {
  const scope = new CancellationScope()
  entity.modeUnderWay = { mode, scope, ended: scope.run(() => applyMode(entity, mode)) }
}

export async function stopMode(entity: Entity): Promise<void> {
  entity.modeUnderWay?.scope.cancel()
  await entity.modeUnderWay?.ended
}

async function applyMode(entity: Entity, mode: CollectionMode): Promise<void> {
  const { integrationId } = entity.state
  try {
    await purging(`collection mode: ${mode}`).applyMode({ integrationId, mode })
    if (entity.state.modeWanted === mode) entity.state = { ...entity.state, modeWanted: null }
  } catch (error) {
    if (!isCancellation(error)) throw error
  } finally {
    entity.modeUnderWay = null
  }
}
