import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ApiEnv, Caller } from '../../context.ts'
import { ApiProblem } from '../../problem.ts'

/** `Bearer`, one space, and characters of RFC 6750's token68. */
const CREDENTIALS = /^Bearer ([A-Za-z0-9._~+/-]{1,512}=*)$/i

/** The token that a request shows; null where it shows none, or something else. */
const bearerToken = (context: Context): string | null =>
  CREDENTIALS.exec(context.req.header('Authorization') ?? '')?.[1] ?? null

/** Whose a token is. */
interface Callers {
  /** Without a look-up, where that will do for what is asked; null where it will not, or nothing is known. */
  recall(token: string, context: Context): Caller | null
  /** Looked up now. */
  find(token: string, context: Context): Promise<Caller | null>
}

/** Lets nobody pass without a token that somebody has; the caller is then known to everything after. */
export function bearer(callers: Callers) {
  return createMiddleware<ApiEnv>(async function bearer(context, next) {
    const token = bearerToken(context)
    const caller =
      token === null ? null : (callers.recall(token, context) ?? (await callers.find(token, context)))
    if (caller === null) {
      // One answer for every reason: a missing, a wrong, an expired and a revoked token look the same from outside.
      throw new ApiProblem('unauthorized', 'The bearer token is missing, wrong, expired or revoked.')
    }
    context.set('caller', caller)
    context.set('isStillAllowed', async () => (await callers.find(token ?? '', context)) !== null)
    await next()
  })
}
