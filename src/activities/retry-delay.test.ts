import { ApplicationFailure } from '@temporalio/common'
import { expect, test } from 'vitest'
import { delayAfter, withRetryDelay } from './retry-delay.ts'

test('waits grow to a minute and no further', () => {
  expect([1, 2, 3, 6, 7, 100].map(delayAfter)).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000])
})

test('a failure says how long to wait, unless it has said so or is not tried again', () => {
  const plain = ApplicationFailure.create({ message: 'm', type: 'Transient', details: [{ reason: 'x' }] })
  expect(withRetryDelay(plain, 3)).toMatchObject({
    ...{ message: 'm', type: 'Transient', details: [{ reason: 'x' }], nextRetryDelay: 4_000 },
  })
  const told = ApplicationFailure.create({ message: 'm', nextRetryDelay: 7_000 })
  expect(withRetryDelay(told, 3)).toBe(told)
  const final = ApplicationFailure.nonRetryable('m')
  expect(withRetryDelay(final, 3)).toBe(final)
  const other = new Error('a newer attempt is at work')
  expect(withRetryDelay(other, 3)).toBe(other)
})
