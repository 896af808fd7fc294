import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from '../../context.ts'

/** An answer of the API is data: nothing in it may run, load, or be framed. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** The docs page runs our own copy of Swagger UI, which draws its icons from data URLs and sets styles in place. */
export const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

const ALWAYS = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
] as const

export function securityHeaders() {
  return createMiddleware<ApiEnv>(async function securityHeaders(context, next) {
    await next()
    const { headers } = context.res
    // Never `context.header`: of an answer that is there it makes another, and a text becomes a stream by it.
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', DATA_POLICY)
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-cache')
    for (const [name, value] of ALWAYS) headers.set(name, value)
  })
}
