import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeJsonl } from './jsonl.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const records = (text: string) =>
  [...decodeJsonl(bytes(text))].map((piece) => (piece.kind === 'record' ? piece.value : 'malformed'))

describe('lines of JSON', () => {
  test.each([
    ['{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['{"a":1}\r\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['{"a":1}\n{"a":2}', [{ a: 1 }, { a: 2 }]],
    ['\n\n{"a":1}\n \n', [{ a: 1 }]],
    ['{"a":1}{"a":2}\n{"a":3}', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ['{"a":1} {"a":"}{"}\n', [{ a: 1 }, { a: '}{' }]],
    ['{"a":1}\n{"a":\n{"a":3}\n', [{ a: 1 }, 'malformed', { a: 3 }]],
    ['{"a":1}{"a":\n', [{ a: 1 }, 'malformed']],
    ['not json\n{"a":1}', ['malformed', { a: 1 }]],
    ['{"a":1}garbage\n', [{ a: 1 }, 'malformed']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(records(text)).toEqual(expected)
  })

  const anyRecord = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, maxKeys: 4 })
  const anySeparator = fc.constantFrom('\n', '\r\n', '', ' ', '\n\n')

  test('any records, however they are put together, come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyRecord, anySeparator), { maxLength: 8 }), (pieces) => {
        const values = pieces.map(([value]) => JSON.parse(JSON.stringify(value)))
        const text = pieces.map(([value, separator]) => JSON.stringify(value) + separator).join('')
        expect(records(text)).toEqual(values)
      }),
      { numRuns: 200 },
    )
  })
})
