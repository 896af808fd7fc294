import { expect, test } from 'vitest'
import { sharedBuffersMb } from './postgres.ts'

test('Postgres takes an eighth of the memory, within bounds', () => {
  expect(sharedBuffersMb(8_192)).toBe(1_024)
  expect(sharedBuffersMb(512)).toBe(128)
  expect(sharedBuffersMb(262_144)).toBe(2_048)
})
