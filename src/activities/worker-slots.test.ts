import { expect, test } from 'vitest'
import { settingsSchema } from '../config.ts'
import { PLANES } from '../model/core/planes.ts'
import { STREAMS_AT_ONCE_PER_PLANE } from '../model/core/runs.ts'
import { slotsOf } from './worker-slots.ts'

test('a worker as it is set by default reads all that one integration reads at once, and an incremental beside it', () => {
  const pool = settingsSchema.shape.DATABASE_POOL.parse(undefined)
  expect(slotsOf(pool).collect).toBeGreaterThan(PLANES.length * STREAMS_AT_ONCE_PER_PLANE)
})

test('the smallest pool has a slot of each kind', () => {
  for (const slots of Object.values(slotsOf(4))) expect(slots).toBeGreaterThanOrEqual(1)
})
