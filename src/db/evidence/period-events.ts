import { and, asc, getTableColumns, gt, gte, lt } from 'drizzle-orm'
import type { FindingEventId } from '../../model/core/ids.ts'
import type { Period } from '../../model/core/period.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { findingEvents } from '../schema/meaning.ts'
import { within } from '../scope.ts'

// Whether a receiver has it by now is no part of what happened.
const { dispatchedAt: _, ...COLUMNS } = getTableColumns(findingEvents)

export type PeriodEvent = Omit<typeof findingEvents.$inferSelect, 'dispatchedAt'>

/** What happened to findings in a period, in the order of ids: that in which it was written down. */
export function nextPeriodEvents(
  db: Db,
  scope: Scope,
  period: Period,
  page: { readonly after: FindingEventId | null; readonly limit: number },
): Promise<PeriodEvent[]> {
  return db
    .select(COLUMNS)
    .from(findingEvents)
    .where(
      and(
        within(scope, findingEvents.integrationId),
        gte(findingEvents.at, period.from),
        lt(findingEvents.at, period.until),
        page.after === null ? undefined : gt(findingEvents.id, page.after),
      ),
    )
    .orderBy(asc(findingEvents.id))
    .limit(page.limit)
}
