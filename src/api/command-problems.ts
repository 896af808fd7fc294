import {
  isGrpcServiceError,
  ServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common'
import { ApiProblem } from './problem.ts'

/** gRPC's numbers, as Temporal's server uses them. */
const DEADLINE_EXCEEDED = 4
const RESOURCE_EXHAUSTED = 8
const UNAVAILABLE = 14

/** The gRPC status within an error of Temporal's client, if one is there. */
export const grpcCode = (error: unknown): number | null => serviceErrors(error)[0]?.code ?? null

function serviceErrors(error: unknown): { readonly code: number; readonly details: string }[] {
  const found = []
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) found.push({ code: cause.code, details: cause.details })
  }
  return found
}

export const isExhausted = (error: unknown): boolean => grpcCode(error) === RESOURCE_EXHAUSTED

/**
 * Temporal keeps updates that no worker has taken yet in memory, and drops them with the workflow's context: on a
 * conflict, a failed write, an eviction. It says so as UNAVAILABLE although it is there, and expects to be asked
 * again. (Temporal's docs/architecture/workflow-update.md, "Aborting an Update".)
 */
const isDropped = (error: unknown): boolean =>
  serviceErrors(error).some(
    ({ code, details }) => code === UNAVAILABLE && /update was aborted/i.test(details),
  )

/** Refused for now, with nothing done: the same update, under the same id, may be asked for again at once. */
export const isPassing = (error: unknown): boolean => isExhausted(error) || isDropped(error)

/** Nobody answered in time: the command may or may not have been taken. */
export const isTimeout = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || grpcCode(error) === DEADLINE_EXCEEDED

/**
 * The key is stored before its test is asked for, and the old one cannot be had back: whoever is refused the test
 * must not believe that the old key is still in use.
 */
export function afterReplacing(error: unknown): unknown {
  const problem = commandProblem(error)
  if (problem === null) return error
  const { slug, detail, errors, headers } = problem
  const told = `${detail} The key was replaced all the same and the old one shredded; only its test may not have begun. Ask for one with POST /api/v1/integrations/{id}/test.`
  return new ApiProblem(slug, told, { errors, headers })
}

/** What Temporal's client throws, as a problem; null for errors of any other origin. */
export function commandProblem(error: unknown): ApiProblem | null {
  if (error instanceof WorkflowNotFoundError) {
    return new ApiProblem('integration-closed', 'Its workflow is not running.')
  }
  if (error instanceof WorkflowUpdateFailedError) {
    // A refusal's words are written by the entity for people; a failure of any other make stays inside.
    const words = error.cause instanceof ApplicationFailure ? error.cause.message : 'It was refused.'
    return new ApiProblem('command-refused', words)
  }
  if (isPassing(error)) {
    return new ApiProblem('busy', 'The integration is taking as many commands as it can.', {
      headers: { 'Retry-After': '2' },
    })
  }
  if (isTimeout(error)) {
    return new ApiProblem('unavailable', 'No worker answered in time. Check that a worker is running.')
  }
  if (grpcCode(error) === UNAVAILABLE || error instanceof ServiceError) {
    return new ApiProblem('unavailable', 'Temporal does not answer.')
  }
  return null
}
