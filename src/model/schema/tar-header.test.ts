import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTarHeader, TAR_BLOCK, tarHeader, tarPadding } from './tar-header.ts'

const entry = fc.record({
  name: fc.stringMatching(/^[a-z-]{1,20}\/[0-9]{6}\.ndjson$/),
  size: fc.nat({ max: 2 ** 33 - 1 }),
})

test('a header is read as it was made', () => {
  fc.assert(
    fc.property(entry, ({ name, size }) => {
      expect(readTarHeader(tarHeader(name, size))).toEqual({ name, size })
    }),
  )
})

test('a header with any byte changed is none', () => {
  fc.assert(
    fc.property(entry, fc.nat({ max: TAR_BLOCK - 1 }), fc.integer({ min: 1, max: 255 }), (one, at, by) => {
      const header = tarHeader(one.name, one.size)
      header[at] = ((header[at] ?? 0) + by) % 256
      expect(readTarHeader(header)).toBeNull()
    }),
    { numRuns: 2_000 },
  )
})

test('padding fills a block and is never one', () => {
  expect([0, 1, 511, 512, 513].map(tarPadding)).toEqual([0, 511, 1, 0, 511])
})

test('names and sizes that a header cannot hold are refused', () => {
  expect(() => tarHeader('a'.repeat(101), 1)).toThrow(RangeError)
  expect(() => tarHeader('a b', 1)).toThrow(RangeError)
  expect(() => tarHeader('a', 2 ** 33)).toThrow(RangeError)
})
