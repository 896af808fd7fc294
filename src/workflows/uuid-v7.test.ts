import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { uuidV7 } from './uuid-v7.ts'

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('it is a version 7 whose text sorts by time', () => {
  const ids = [1, 1_000, 1_750_000_000_000, 1_750_000_000_001].map((at) => uuidV7(at, randomUUID()))
  for (const id of ids) expect(id).toMatch(V7)
  expect(ids.toSorted()).toEqual(ids)
})
