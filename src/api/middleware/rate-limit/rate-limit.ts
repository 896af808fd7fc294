import { createMiddleware } from 'hono/factory'
import { askedRoute } from '../../asked-route.ts'
import type { ApiEnv } from '../../context.ts'
import { ApiProblem } from '../../problem.ts'
import type { CallerRates } from '../../rate-limits/caller-rates.ts'
import { rateClassOf } from '../../rate-limits/rate-class.ts'

/**
 * Counts what a caller asks, whatever is answered: a refusal costs a look-up too. Every answer says what is left, so that a
 * program can slow down before it is told to.
 */
export function rateLimit(rates: CallerRates) {
  return createMiddleware<ApiEnv>(async function rateLimit(context, next) {
    const route = askedRoute(context) ?? context.req
    const counted = await rates.count(rateClassOf(route), context.get('caller').actor.id)
    if (counted === null) return next()
    if (counted.isTooMany) {
      throw new ApiProblem('rate-limited', `This token may ask again in ${counted.resetSeconds} s.`, {
        headers: { ...Object.fromEntries(counted.headers), 'Retry-After': String(counted.resetSeconds) },
      })
    }
    await next()
    for (const [name, value] of counted.headers) context.res.headers.set(name, value)
  })
}
