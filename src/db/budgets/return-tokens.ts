import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'
import { WINDOW_S } from './lease-tokens.ts'

/**
 * Gives back what a lease did not use. The bucket never holds more than its capacity; of the minute's count only what
 * was granted in the row's newest second is taken back, so that it errs to the safe side.
 */
export async function returnTokens(
  sql: Sql,
  { scope, route, tokens }: { readonly scope: string; readonly route: string; readonly tokens: number },
): Promise<void> {
  if (tokens <= 0) return
  await quietly(sql`
    update rate_budgets set tokens = least(capacity, tokens + ${tokens}::float8),
      granted = greatest(0, granted - ${tokens}::bigint),
      recent = recent[1 : ${WINDOW_S - 1}] || greatest(0, recent[${WINDOW_S}] - ${tokens}::int)
    where scope = ${scope} and route = ${route}`)
}
