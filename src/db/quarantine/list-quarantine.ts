import { and, desc, eq, lt } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { quarantine } from '../schema/collecting.ts'

export type QuarantineRow = typeof quarantine.$inferSelect

/** Newest first; `before` is the last id of the page before. Read the integration within a scope before. */
export function listQuarantine(
  db: Db,
  integrationId: IntegrationId,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<QuarantineRow[]> {
  return db
    .select()
    .from(quarantine)
    .where(
      and(
        eq(quarantine.integrationId, integrationId),
        page.before ? lt(quarantine.id, page.before) : undefined,
      ),
    )
    .orderBy(desc(quarantine.id))
    .limit(page.limit)
}
