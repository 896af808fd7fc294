import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { SCOPES_OF_ROLE } from '../../../model/core/access.ts'
import type { ApiEnv } from '../../context.ts'
import { ApiProblem } from '../../problem.ts'
import { isOwnRequest } from '../../sign-in/same-origin.ts'
import { actorOf } from '../../sign-in/sessions.ts'
import type { SigningIn } from '../../sign-in/signing-in.ts'

/**
 * A token where the request shows one (whoever sends that header means it, and nothing of a browser's is looked at), else the
 * session of a person. The scopes of a session are those of its role as it is now; a token keeps what it was made with.
 */
export function tokenOrSession(byToken: MiddlewareHandler<ApiEnv>, signingIn: SigningIn | null) {
  return createMiddleware<ApiEnv>(async function tokenOrSession(context, next) {
    const secret = signingIn?.cookies.read(context, 'session')
    const hasToken = context.req.header('Authorization') !== undefined
    if (hasToken || signingIn === null || secret === undefined) return byToken(context, next)
    const { cookies, sessions, settings } = signingIn
    if (!isOwnRequest(context, settings.publicUrl.origin))
      throw new ApiProblem(
        'cross-site',
        'The request shows a session, and did not come from a page of Casbah.',
      )
    const open = await sessions.open(secret)
    if (open === null) {
      cookies.clear(context, 'session')
      throw new ApiProblem('unauthorized', 'The session has ended. Sign in again: /auth/login.')
    }
    const scopes = SCOPES_OF_ROLE[open.session.role]
    context.set('session', open)
    context.set('caller', {
      actor: actorOf(open.user),
      scopes,
      serviceAccountId: null,
      scope: { integrationIds: 'all' },
      expiresAt: null,
    })
    context.set('isStillAllowed', async () => {
      const still = await sessions.open(secret, { isUse: false })
      // What was begun with a wider role ends with it.
      return still !== null && scopes.every((scope) => SCOPES_OF_ROLE[still.session.role].includes(scope))
    })
    await next()
    // A browser keeps what it may, for whoever sits down at it next.
    context.res.headers.set('Cache-Control', 'no-store')
  })
}
