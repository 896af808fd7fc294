import { WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { expect, test } from 'vitest'
import { afterReplacing, commandProblem, isPassing } from './command-problems.ts'

test('whoever is refused the test of a new key learns that the old key is gone all the same', () => {
  const refused = new WorkflowUpdateFailedError(
    'x',
    ApplicationFailure.nonRetryable('10 connection tests are waiting already.'),
  )
  expect(afterReplacing(refused)).toMatchObject({
    slug: 'command-refused',
    detail: expect.stringMatching(
      /^10 connection tests are waiting already\. The key was replaced all the same/,
    ),
  })
  const other = new Error('of another origin')
  expect(afterReplacing(other)).toBe(other)
})

const serviceError = (code: number, details: string) =>
  new Error('Failed to start Update', {
    cause: Object.assign(new Error(`${code}: ${details}`), { code, details, metadata: {} }),
  })

test('an update that Temporal dropped before anybody took it is asked for again, a Temporal that is away is not', () => {
  const dropped = serviceError(14, 'workflow update was aborted')
  expect(isPassing(dropped)).toBe(true)
  expect(commandProblem(dropped)).toMatchObject({ slug: 'busy', headers: { 'Retry-After': '2' } })
  const away = serviceError(14, 'No connection established. Last error: connect ECONNREFUSED')
  expect(isPassing(away)).toBe(false)
  expect(commandProblem(away)).toMatchObject({ slug: 'unavailable' })
  expect(isPassing(serviceError(8, 'limit on number of concurrent in-flight updates'))).toBe(true)
})
