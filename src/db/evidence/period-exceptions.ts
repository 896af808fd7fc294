import { and, asc, gt, isNull, lt, or } from 'drizzle-orm'
import type { ExceptionId } from '../../model/core/ids.ts'
import type { Period } from '../../model/core/period.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { exceptions } from '../schema/meaning.ts'
import { within } from '../scope.ts'

/** Exceptions that held at some time of a period: of the scope's integrations, and those of every one. */
export function nextPeriodExceptions(
  db: Db,
  scope: Scope,
  { from, until }: Period,
  page: { readonly after: ExceptionId | null; readonly limit: number },
): Promise<(typeof exceptions.$inferSelect)[]> {
  const own = within(scope, exceptions.integrationId)
  return db
    .select()
    .from(exceptions)
    .where(
      and(
        own && or(own, isNull(exceptions.integrationId)),
        lt(exceptions.createdAt, until),
        or(isNull(exceptions.expiresAt), gt(exceptions.expiresAt, from)),
        or(isNull(exceptions.disabledAt), gt(exceptions.disabledAt, from)),
        page.after === null ? undefined : gt(exceptions.id, page.after),
      ),
    )
    .orderBy(asc(exceptions.id))
    .limit(page.limit)
}
