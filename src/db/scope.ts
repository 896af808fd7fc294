import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Scope } from '../model/core/scope.ts'
import { isAnyOf } from './is-any-of.ts'

export type { Scope } from '../model/core/scope.ts'

/** The condition that keeps a read within its scope; a scope without integrations sees nothing. */
export function within(scope: Scope, integrationId: PgColumn): SQL | undefined {
  if (scope.integrationIds === 'all') return undefined
  if (scope.integrationIds.length === 0) return sql`false`
  return isAnyOf(integrationId, scope.integrationIds)
}
