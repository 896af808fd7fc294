import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ApiEnv, Caller } from '../../context.ts'
import { ApiProblem } from '../../problem.ts'

/** `Bearer`, one space, and characters of RFC 6750's token68. */
const CREDENTIALS = /^Bearer ([A-Za-z0-9._~+/-]{1,512}=*)$/i

/** The token that a request shows; null where it shows none, or something else. */
const bearerToken = (context: Context): string | null =>
  CREDENTIALS.exec(context.req.header('Authorization') ?? '')?.[1] ?? null

/** Lets nobody pass without a token that `authenticate` knows; the caller is then known to everything after. */
export function bearer(authenticate: (token: string, context: Context) => Promise<Caller | null>) {
  return createMiddleware<ApiEnv>(async function bearer(context, next) {
    const token = bearerToken(context)
    const caller = token === null ? null : await authenticate(token, context)
    if (caller === null) {
      // One answer for every reason: a missing, a wrong, an expired and a revoked token look the same from outside.
      throw new ApiProblem('unauthorized', 'The bearer token is missing, wrong, expired or revoked.')
    }
    context.set('caller', caller)
    context.set('isStillAllowed', async () => (await authenticate(token ?? '', context)) !== null)
    await next()
  })
}
