import type { Context } from 'hono'
import type { ApiEnv } from './context.ts'
import { ApiProblem } from './problem.ts'

/** Some things are of all integrations at once; a token that is limited to some may not have them. `why` says so. */
export function requireWholeScope(context: Context<ApiEnv>, why: string): void {
  if (context.get('caller').scope.integrationIds !== 'all') throw new ApiProblem('forbidden', why)
}
