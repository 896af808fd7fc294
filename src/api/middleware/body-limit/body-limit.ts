import { bodyLimit as honoBodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from '../../context.ts'
import { ApiProblem } from '../../problem.ts'

/** Bytes. The largest thing anybody sends to most routes is a rule's allow list. */
const MOST_BYTES = 64 * 1024
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

export function bodyLimit(maxSize = MOST_BYTES) {
  const limit = honoBodyLimit({
    maxSize,
    onError: () => {
      throw new ApiProblem('body-too-large', `A body may have ${maxSize} bytes here.`)
    },
  })
  return createMiddleware<ApiEnv>(async function bodyLimit(context, next) {
    // Nobody reads the body of these, and to ask for it makes a whole Request of what is none yet.
    return BODILESS.has(context.req.method) ? next() : limit(context, next)
  })
}
