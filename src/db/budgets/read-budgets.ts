import { inArray } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { rateBudgets } from '../schema/collecting.ts'

export type RateBudget = typeof rateBudgets.$inferSelect

/** The budgets of some scopes (`workspace:<id>`, `organization:<id>`), for people to see. */
export function readBudgets(db: Db, scopes: readonly string[]): Promise<RateBudget[]> {
  if (scopes.length === 0) return Promise.resolve([])
  return db
    .select()
    .from(rateBudgets)
    .where(inArray(rateBudgets.scope, [...scopes]))
    .orderBy(rateBudgets.scope, rateBudgets.route)
}
