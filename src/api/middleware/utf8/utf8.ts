import { isUtf8 } from 'node:buffer'
import { createMiddleware } from 'hono/factory'
import { ApiProblem } from '../../problem.ts'

/** What is not UTF-8 would be stored with `�` for what nobody could read; JSON has no other encoding. */
export function utf8() {
  return createMiddleware(async function utf8(context, next) {
    if (!isUtf8(new Uint8Array(await context.req.arrayBuffer()))) {
      throw new ApiProblem('invalid-request', 'The body is not UTF-8.')
    }
    return next()
  })
}
