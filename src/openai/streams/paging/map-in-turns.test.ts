import { expect, test } from 'vitest'
import { mapInTurns } from './map-in-turns.ts'

function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

/** How often anything else got its turn meanwhile. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let isOver = false
  const again = () => {
    turns += 1
    if (!isOver) setImmediate(again)
  }
  setImmediate(again)
  await work()
  isOver = true
  return turns
}

test('a page that takes long lets others run between its records', async () => {
  const records = [1, 2, 3, 4]
  const turns = await turnsDuring(async () => {
    const results = await mapInTurns(records, (record) => {
      busy(60)
      return record * 2
    })
    expect(results).toEqual([2, 4, 6, 8])
  })
  expect(turns).toBeGreaterThanOrEqual(3)
})

test('one that does not is mapped at once', async () => {
  expect(await turnsDuring(() => mapInTurns([1, 2], (record) => record))).toBe(0)
})
