import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { askedRoute } from '../../asked-route.ts'
import type { ApiEnv } from '../../context.ts'
import { neededFor, scopesOf } from '../../permissions.ts'
import { ApiProblem } from '../../problem.ts'

/**
 * Lets a caller pass to the routes that its scopes open. The first route that matches is the one that answers; where none
 * does, there is nothing to protect, and the answer is 404 or 405.
 */
export function permission() {
  return createMiddleware<ApiEnv>(async function permission(context, next) {
    const route = askedRoute(context)
    if (route !== undefined) requireScope(context, route)
    await next()
  })
}

function requireScope(
  context: Context<ApiEnv>,
  route: { readonly method: string; readonly path: string },
): void {
  const need = neededFor(route.method, route.path)
  if (need === null) throw new ApiProblem('forbidden', 'Nobody has decided yet who may use this route.')
  const { scopes, actor } = context.get('caller')
  const missing = scopesOf(need).filter((scope) => !scopes.includes(scope))
  if (missing.length === 0) return
  const names = missing.join(', ')
  // RFC 6750: the scopes of the request, parted by spaces.
  const scope = scopesOf(need).join(' ')
  throw new ApiProblem(
    'insufficient-scope',
    `This needs the scope ${names}, which ${actor.kind === 'user' ? 'your role' : 'the token'} does not have.`,
    {
      headers: { 'WWW-Authenticate': `Bearer realm="casbah", error="insufficient_scope", scope="${scope}"` },
    },
  )
}
