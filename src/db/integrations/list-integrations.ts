import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { integrations } from '../schema/connection.ts'
import { within } from '../scope.ts'

export type Integration = typeof integrations.$inferSelect

/** Those that are not disconnected, oldest first; `after` is the last id of the page before. */
export function listIntegrations(
  db: Db,
  scope: Scope,
  page: { readonly after?: IntegrationId | undefined; readonly limit: number },
): Promise<Integration[]> {
  return db
    .select()
    .from(integrations)
    .where(
      and(
        within(scope, integrations.id),
        isNull(integrations.disconnectedAt),
        page.after && gt(integrations.id, page.after),
      ),
    )
    .orderBy(asc(integrations.id))
    .limit(page.limit)
}

/** Also a disconnected one (`disconnectedAt` says so). */
export async function getIntegration(db: Db, scope: Scope, id: IntegrationId): Promise<Integration | null> {
  const [row] = await db
    .select()
    .from(integrations)
    .where(and(eq(integrations.id, id), within(scope, integrations.id)))
  return row ?? null
}
