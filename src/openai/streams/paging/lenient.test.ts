import { expect, test } from 'vitest'
import { z } from 'zod'
import { LenientReader } from './lenient.ts'

/** Deeper than JSON.stringify can go on any usual stack. */
const DEPTH = 100_000

test('a record nested without end is set aside, and the others are read', () => {
  const reader = new LenientReader(z.looseObject({ id: z.string() }))
  const deep: unknown = JSON.parse(`{"id":1,"a":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`)
  const read = reader.read([{ id: 'a' }, deep, { id: 'b' }], null)
  expect(read.records.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(read.quarantined).toMatchObject([{ reason: 'unknown_shape', path: '$.id', locator: { index: 1 } }])
})
