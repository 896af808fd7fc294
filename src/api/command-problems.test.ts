import { WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { expect, test } from 'vitest'
import { afterReplacing } from './command-problems.ts'

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
