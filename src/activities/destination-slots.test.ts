import { expect, test } from 'vitest'
import { asDestinationId } from '../model/core/ids.ts'
import { DestinationSlots } from './destination-slots.ts'

const SLOW = asDestinationId('01890000-0000-7000-8000-00000000000a')
const OTHER = asDestinationId('01890000-0000-7000-8000-00000000000b')

test('one destination has a few places at a time and takes none from another', async () => {
  const slots = new DestinationSlots()
  const taken = await Promise.all(Array.from({ length: 5 }, () => slots.take(SLOW, 0)))
  expect(taken.map((place) => place !== null)).toEqual([true, true, true, true, false])
  expect(await slots.take(OTHER, 0)).not.toBeNull()
})

test('who waits is given the place that comes free meanwhile', async () => {
  const slots = new DestinationSlots()
  const [first] = await Promise.all(Array.from({ length: 4 }, () => slots.take(SLOW, 0)))
  const waiting = slots.take(SLOW, 10_000)
  first?.[Symbol.dispose]()
  expect(await waiting).not.toBeNull()
  expect(await slots.take(SLOW, 0)).toBeNull()
})
