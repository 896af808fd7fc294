import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from '../../context.ts'

/** An answer of the API is data: nothing in it may run, load, or be framed. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** The docs page runs our own copy of Swagger UI, which draws its icons from data URLs and sets styles in place. */
export const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

export function securityHeaders() {
  return createMiddleware<ApiEnv>(async function securityHeaders(context, next) {
    await next()
    const { headers } = context.res
    if (!headers.has('Content-Security-Policy')) context.header('Content-Security-Policy', DATA_POLICY)
    if (!headers.has('Cache-Control')) context.header('Cache-Control', 'private, no-cache')
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('X-Frame-Options', 'DENY')
    context.header('Referrer-Policy', 'no-referrer')
    context.header('Cross-Origin-Resource-Policy', 'same-origin')
    context.header('Cross-Origin-Opener-Policy', 'same-origin')
  })
}
