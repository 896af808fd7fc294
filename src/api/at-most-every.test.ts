import { expect, test } from 'vitest'
import { atMostEvery } from './at-most-every.ts'

function slowWork() {
  const waiting: PromiseWithResolvers<number>[] = []
  const work = () => {
    const one = Promise.withResolvers<number>()
    waiting.push(one)
    return one.promise
  }
  return { work, waiting }
}

test('a thousand that ask at once cost one piece of work, and all get its answer', async () => {
  const { work, waiting } = slowWork()
  const ask = atMostEvery(1_000, work)
  const asked = Promise.all(Array.from({ length: 1_000 }, ask))
  waiting[0]?.resolve(7)
  expect(new Set(await asked)).toEqual(new Set([7]))
  expect(waiting).toHaveLength(1)
})

test('an answer is kept from the end of the work for the interval, and no longer', async () => {
  let time = 0
  const { work, waiting } = slowWork()
  const ask = atMostEvery(1_000, work, () => time)
  const first = ask()
  time = 5_000
  waiting[0]?.resolve(1)
  await first
  time = 5_999
  expect(await ask()).toBe(1)
  time = 6_000
  const second = ask()
  waiting[1]?.resolve(2)
  expect(await second).toBe(2)
  expect(waiting).toHaveLength(2)
})

test('a failure is told to those who waited for it, and the next one asks anew', async () => {
  const { work, waiting } = slowWork()
  const ask = atMostEvery(1_000, work)
  const both = Promise.allSettled([ask(), ask()])
  waiting[0]?.reject(new Error('away'))
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const again = ask()
  waiting[1]?.resolve(3)
  expect(await again).toBe(3)
})
