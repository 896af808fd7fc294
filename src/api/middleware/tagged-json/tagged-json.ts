import { hash } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from '../../context.ts'

/** 96 bits: nobody gains by a collision, and a header stays short. */
const TAG_LENGTH = 16

/**
 * Gives an answer of JSON its ETag while it is still the text that was written. Hono's `etag` would read it back out of the
 * answer through a stream, which cost more than to write it, and lets one that has a tag pass as it is. A route that has a
 * tag of its own keeps it.
 */
export function taggedJson() {
  return createMiddleware<ApiEnv>(async function taggedJson(context, next) {
    let written: string | undefined
    const write: (value: unknown, status?: number) => Response = (value, status = 200) => {
      written = JSON.stringify(value)
      return context.body(written, status as 200, { 'Content-Type': 'application/json' })
    }
    context.json = write as typeof context.json
    await next()
    const { res } = context
    if (written === undefined || !res.ok || res.headers.has('ETag')) return
    res.headers.set('ETag', `"${hash('sha256', written, 'base64url').slice(0, TAG_LENGTH)}"`)
  })
}
