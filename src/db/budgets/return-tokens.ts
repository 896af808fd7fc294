import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** Gives back what a lease did not use. The bucket never holds more than its capacity. */
export async function returnTokens(
  sql: Sql,
  { scope, route, tokens }: { readonly scope: string; readonly route: string; readonly tokens: number },
): Promise<void> {
  if (tokens <= 0) return
  await quietly(sql`
    update rate_budgets set tokens = least(capacity, tokens + ${tokens}::float8),
      granted = greatest(0, granted - ${tokens}::bigint)
    where scope = ${scope} and route = ${route}`)
}
