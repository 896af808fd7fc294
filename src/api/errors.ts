import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import { isDatabaseAway } from '../db/away.ts'
import { KeyTaken } from '../db/errors.ts'
import { IntegrationGone } from '../db/seal/data-key.ts'
import { commandProblem } from './command-problems.ts'
import type { ApiEnv, ApiLog } from './context.ts'
import { ApiProblem } from './problem.ts'
import { PROBLEMS, problemType } from './problems.ts'
import { isScim, SCIM_JSON, scimError } from './scim/scim-problem.ts'
import { fieldErrors } from './validation.ts'

/**
 * The one place that turns errors into answers. A route throws `ApiProblem` for what it foresees; everything
 * else ends here too. What nobody foresaw is logged with the request id and answered without a word of it,
 * since its message may quote what was sent.
 */

const PROBLEM_JSON = 'application/problem+json'
/** Seconds a client is asked to wait when a service is away: about a restart of Postgres or Temporal. */
const RETRY_AFTER_SECONDS = 5

export function answerProblem(context: Context<ApiEnv>, problem: ApiProblem): Response {
  const { status, title } = PROBLEMS[problem.slug]
  const requestId = context.get('requestId')
  const body = {
    type: problemType(problem.slug),
    title,
    status,
    detail: problem.detail,
    instance: requestId,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  }
  const type = isScim(context) ? SCIM_JSON : PROBLEM_JSON
  const headers: Record<string, string> = { 'Content-Type': type, 'Cache-Control': 'no-store' }
  if (problem.slug === 'unauthorized') headers['WWW-Authenticate'] = 'Bearer realm="casbah"'
  if (status === 503) headers['Retry-After'] = String(RETRY_AFTER_SECONDS)
  return context.body(JSON.stringify(isScim(context) ? scimError(problem) : body), status, {
    ...headers,
    ...problem.headers,
  })
}

export function makeErrorHandler(log: ApiLog): ErrorHandler<ApiEnv> {
  return (error, context) => {
    const problem = toProblem(error)
    if (problem.slug === 'internal-error' || problem.slug === 'unavailable') {
      log.error({ requestId: context.get('requestId'), ...safeFacts(error) }, problem.detail)
    }
    return answerProblem(context, problem)
  }
}

export const answerNotFound: NotFoundHandler<ApiEnv> = (context) =>
  answerProblem(context, new ApiProblem('not-found', `Nothing is served at this path.`))

/** For every schema of every route: what zod says becomes pointers and words that never quote a value. */
export function refuseInvalid(
  result: { target: string } & ({ success: true } | { success: false; error: z.ZodError }),
  _context: unknown,
): void {
  if (result.success) return
  throw new ApiProblem('invalid-request', 'Some of what was sent is not as expected.', {
    errors: fieldErrors(result.target, result.error),
  })
}

function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  if (error instanceof HTTPException) return fromHttpException(error)
  if (isDatabaseAway(error)) return new ApiProblem('unavailable', 'Postgres does not answer.')
  if (error instanceof KeyTaken) return new ApiProblem('key-taken', error.message)
  if (error instanceof IntegrationGone)
    return new ApiProblem('integration-closed', 'This integration was disconnected.')
  return commandProblem(error) ?? new ApiProblem('internal-error', 'An unexpected error; it is in the log.')
}

function fromHttpException(error: HTTPException): ApiProblem {
  if (error.status === 415) return new ApiProblem('unsupported-media-type', 'The body must be JSON.')
  if (error.status === 413) return new ApiProblem('body-too-large', 'The body is larger than allowed.')
  return new ApiProblem('invalid-request', 'The body is not JSON that can be read.')
}

/** Name, code and stack are ours or a library's; a message may quote input or a query's values. */
function safeFacts(error: unknown): object {
  if (!(error instanceof Error)) return { errorName: typeof error }
  const code = (error as { code?: unknown }).code
  return {
    errorName: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')),
  }
}
