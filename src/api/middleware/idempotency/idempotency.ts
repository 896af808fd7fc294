import { createHash, createHmac, randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Begun } from '../../../db/idempotency/begin-command.ts'
import { beginCommand, finishCommand, releaseCommand } from '../../../db/idempotency/begin-command.ts'
import type { JsonObject } from '../../../model/core/json.ts'
import type { ApiEnv } from '../../context.ts'
import type { ApiDeps } from '../../deps.ts'
import { ApiProblem } from '../../problem.ts'

/**
 * Idempotency-Key. A row of Postgres is the truth, written before anything is done:
 *
 *   no row            → written as `running`, the request runs
 *   running           → 409: the first one is still at it
 *   done, same body   → the first one's answer, again
 *   any, other body   → 422
 *
 * The row is kept for 24 hours under (caller, method, path and query, key), so that one key used for two commands is two
 * requests. A request that ended in a refusal or an error gives its key back: nothing was done, or what was done
 * is found again by the command's update id, which is made from the same three things. Without the header every
 * request stands for itself.
 */

const HEADER = 'Idempotency-Key'
/** Set on an answer that was kept from the first request. */
const REPEATED = 'Idempotency-Replayed'
const CREATED = 201
const NO_CONTENT = 204
const ACCEPTABLE = /^[\x21-\x7e]{1,255}$/
const COMMANDING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

type Deps = Pick<ApiDeps, 'database' | 'secret'>

export function idempotency({ database: { drizzle: db }, secret }: Deps) {
  return createMiddleware<ApiEnv>(async function idempotency(context, next) {
    const key = context.req.header(HEADER)
    if (!COMMANDING.has(context.req.method) || key === undefined) {
      context.set('updateId', randomUUID())
      return next()
    }
    if (!ACCEPTABLE.test(key)) {
      throw new ApiProblem('invalid-request', `${HEADER} must be 1 to 255 printable ASCII characters.`)
    }
    const row = {
      caller: context.get('caller').actor.id,
      route: `${context.req.method} ${context.req.path}${new URL(context.req.url).search}`,
      key,
    }
    const fingerprint = createHmac('sha256', secret)
      .update(`body:${await context.req.text()}`)
      .digest('hex')
    const begun = await beginCommand(db, { ...row, fingerprint })
    if (begun.state !== 'fresh') return answerAgain(context.req.path, begun)
    context.set('updateId', updateId(row))
    await next()
    const answer = await repeatable(context)
    if (answer === null) await releaseCommand(db, row)
    else await finishCommand(db, row, answer)
  })
}

/** A bare key as update id would be answered with the first command's answer when it came with another command. */
function updateId(row: { caller: string; route: string; key: string }): string {
  const text = JSON.stringify([row.caller, row.route, row.key])
  return createHash('sha256').update(text).digest('hex')
}

/** The first answer again, or why there is none yet. */
function answerAgain(path: string, begun: Exclude<Begun, { state: 'fresh' }>) {
  switch (begun.state) {
    case 'running':
      throw new ApiProblem('idempotency-key-in-use', 'The first request with this key has not ended yet.', {
        headers: { 'Retry-After': '1' },
      })
    case 'mismatch':
      throw new ApiProblem('idempotency-key-reused', 'The first request with this key had another body.')
    case 'done':
      return new Response(begun.status === NO_CONTENT ? null : JSON.stringify(begun.response), {
        status: begun.status,
        headers: {
          'Content-Type': 'application/json',
          [REPEATED]: 'true',
          ...(begun.status === CREATED ? { Location: `${path}/${String(begun.response?.id)}` } : {}),
        },
      })
    default:
      return begun satisfies never
  }
}

/** What a repetition is to be answered; null where the request did not succeed. */
async function repeatable(context: Context<ApiEnv>) {
  const { res } = context
  if (!res.ok) return null
  const instead = context.get('answerWhenRepeated')
  if (instead !== undefined) return { status: res.status, response: instead }
  const text = await res.clone().text()
  const response: JsonObject = text === '' ? {} : JSON.parse(text)
  return { status: res.status, response }
}
