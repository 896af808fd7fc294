import { isDeepStrictEqual } from 'node:util'
import { and, eq } from 'drizzle-orm'
import type { FindingMatch } from '../../model/core/finding-match.ts'
import type { DestinationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { hastenBatches } from '../deliveries/hasten-batches.ts'
import { dueAfter, scheduleOf } from '../digests/due-digests.ts'
import { destinations } from '../schema/access.ts'
import { within } from '../scope.ts'
import type { Destination } from './destinations.ts'
import { getDestination } from './destinations.ts'

export interface DestinationChange {
  readonly eventTypes?: readonly string[] | undefined
  readonly filter?: FindingMatch | undefined
  /** Whole. */
  readonly settings?: JsonObject | undefined
  /** True: nothing is sent there from now on. False: it is a new beginning, and what failed before counts no more. */
  readonly disabled?: boolean | undefined
}

const BY_HAND = 'Disabled by hand.'

/**
 * Changes what a destination hears of, from the next handing on; what is on its way goes on. The row is held while
 * `decide` looks at it, so that nobody's change in between is overwritten unseen. Null where it is not there.
 */
export function changeDestination(
  db: Db,
  scope: Scope,
  id: DestinationId,
  decide: (row: Destination) => DestinationChange,
): Promise<Destination | null> {
  return db.transaction(async (tx) => {
    await tx
      .select({ id: destinations.id })
      .from(destinations)
      .where(and(eq(destinations.id, id), within(scope, destinations.integrationId)))
      .for('update')
    const row = await getDestination(tx, scope, id)
    if (row === null) return null
    const { eventTypes, filter, settings, disabled } = decide(row)
    const set = {
      ...(eventTypes === undefined ? {} : { eventTypes: [...eventTypes] }),
      ...(filter === undefined ? {} : { filter }),
      ...(settings === undefined ? {} : { settings }),
      ...(disabled === undefined ? {} : switched(row, disabled)),
      ...digestAfter(row, settings, disabled),
    }
    if (Object.keys(set).length === 0) return row
    await tx.update(destinations).set(set).where(eq(destinations.id, id))
    // Said again as it is, it mends nothing, and would use up attempts.
    if (settings !== undefined && !isDeepStrictEqual(settings, row.settings)) await hastenBatches(tx, id)
    // As Postgres has it, which writes times another way: a revision is made of what is read here and what is read later.
    return getDestination(tx, scope, id)
  })
}

/** It begins anew, with the next moment that it is due, where another one is asked for and where nothing was sent meanwhile. */
function digestAfter(row: Destination, settings: JsonObject | undefined, disabled: boolean | undefined) {
  const schedule = scheduleOf(row.kind, settings ?? row.settings)
  const isEnabled = disabled === false && row.disabledAt !== null
  if (!isEnabled && isDeepStrictEqual(schedule, scheduleOf(row.kind, row.settings))) return {}
  return { digestDueAt: dueAfter(schedule, Date.now()) }
}

const ENABLED = {
  disabledAt: null,
  disabledReason: null,
  failingSince: null,
  failedAttempts: 0,
  throttledUntil: null,
}

/** One that is disabled already keeps its reason. */
function switched({ disabledAt }: Destination, disabled: boolean) {
  if (!disabled) return ENABLED
  return disabledAt === null ? { disabledAt: new Date().toISOString(), disabledReason: BY_HAND } : {}
}
