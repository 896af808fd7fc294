import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from './lines.ts'

const encoder = new TextEncoder()

async function all(pieces: readonly Uint8Array[], most?: number): Promise<(string | null)[]> {
  const found: (string | null)[] = []
  for await (const line of linesOf(
    (async function* () {
      yield* pieces
    })(),
    most,
  ))
    found.push(line)
  return found
}

test('lines come whole wherever the pieces are cut, in the midst of a letter too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, '·'))),
      fc.array(fc.nat()),
      async (lines, cuts) => {
        const bytes = encoder.encode(lines.map((line) => `${line}\n`).join(''))
        const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b)
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end))
        expect(await all(pieces)).toEqual(lines)
      },
    ),
  )
})

test('a last line needs no end, and Windows’ ends are ends', async () => {
  expect(await all([encoder.encode('a\r\nb\n\nc')])).toEqual(['a', 'b', '', 'c'])
})

test('a line that is too long is told as one, and the next is read', async () => {
  expect(await all([encoder.encode('aaaa'), encoder.encode('aaaa\nbb\n')], 4)).toEqual([null, 'bb'])
})
