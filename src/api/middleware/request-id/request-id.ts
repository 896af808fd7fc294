import { randomUUID } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from '../../context.ts'

const HEADER = 'X-Request-Id'
/** What a proxy may hand us; anything else is replaced, since it ends in logs and in the audit log. */
const ACCEPTABLE = /^[\w.:-]{1,128}$/

/** Takes the request id that came, or makes one; answers with it. */
export function requestId() {
  return createMiddleware<ApiEnv>(async function requestId(context, next) {
    const given = context.req.header(HEADER)
    const id = given !== undefined && ACCEPTABLE.test(given) ? given : randomUUID()
    context.set('requestId', id)
    await next()
    context.res.headers.set(HEADER, id)
  })
}
