import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow'
import type { IntegrationInput } from '../model/core/commands.ts'
import { LANES } from '../model/core/runs.ts'
import { closeDown } from './entity-close.ts'
import { entityDetails } from './entity-details.ts'
import { nextDuty, wakeAt } from './entity-duties.ts'
import { installHandlers } from './entity-handlers.ts'
import type { ModeChange } from './entity-mode.ts'
import { stopMode } from './entity-mode.ts'
import { perform } from './entity-perform.ts'
import { checkRunAt } from './entity-runs.ts'
import type { EntityState } from './entity-state.ts'
import { newEntity, withEveryLane } from './entity-state.ts'

/** Temporal ends a history at 2,000 updates; this leaves room for those that arrive meanwhile. */
const UPDATES_PER_HISTORY = 1_400

/** What carries over to the next history of the same entity. */
export interface EntityInput extends IntegrationInput {
  readonly carried?: EntityState
  /** Updates after which a new history is begun (default 1,400). */
  readonly updatesPerHistory?: number
}

/** The entity as this history holds it: the state is replaced, never changed in place. */
export interface Entity {
  state: EntityState
  /** A connection test runs beside the main loop; a new history waits for its end. */
  testUnderWay: boolean
  modeUnderWay: ModeChange | null
  updates: number
}

/**
 * One integration's whole life. Commands and signals only change the state; this loop does what the
 * state then calls for, one duty after the other, and sleeps until news or the next moment at which
 * a duty may fall due. It reads no clock but the workflow's, and holds no data but ids and codes.
 */
export async function integration(input: EntityInput): Promise<void> {
  const state =
    input.carried === undefined ? newEntity(input.integrationId, input.timings) : withEveryLane(input.carried)
  const entity: Entity = { state, testUnderWay: false, modeUnderWay: null, updates: 0 }
  installHandlers(entity)
  const mustContinue = () =>
    !entity.testUnderWay &&
    (workflowInfo().continueAsNewSuggested ||
      entity.updates >= (input.updatesPerHistory ?? UPDATES_PER_HISTORY))
  const dutyNow = () => {
    const { testUnderWay, modeUnderWay } = entity
    return nextDuty(entity.state, {
      nowMs: Date.now(),
      testUnderWay,
      modeUnderWay: modeUnderWay?.mode ?? null,
    })
  }

  while (!entity.state.closing) {
    setCurrentDetails(entityDetails(entity.state))
    const duty = dutyNow()
    if (duty !== null) {
      await perform(entity, duty)
    } else if (mustContinue()) {
      await stopMode(entity)
      await condition(allHandlersFinished)
      return await continueAsNew<typeof integration>({ ...input, carried: carriedState(entity.state) })
    } else {
      await sleepUntil(entity, () => entity.state.closing || mustContinue() || dutyNow() !== null)
    }
  }
  await closeDown(entity)
}

/**
 * A new history hears nothing of the children that the old one started, so each open run is looked
 * at soon: the runs themselves go on (they were started to outlive us) and report by signal.
 */
function carriedState(state: EntityState): EntityState {
  return LANES.reduce((next, lane) => checkRunAt(next, lane, 0), state)
}

/** Sleeps until there is news, or the next due moment has come, or is another one than it was. */
async function sleepUntil(entity: Entity, news: () => boolean): Promise<void> {
  const wakeAtMs = wakeAt(entity.state)
  const stirred = () => news() || wakeAt(entity.state) !== wakeAtMs
  if (wakeAtMs === null) return await condition(stirred)
  const waitMs = Math.max(wakeAtMs - Date.now(), 1)
  await condition(stirred, waitMs, { summary: 'until the next check is due' })
}
