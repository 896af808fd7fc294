import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JSON_BOUNDS } from './json-bounds.ts'
import { decodeJsonl } from './jsonl.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const records = (text: string) =>
  [...decodeJsonl(bytes(text))].map((piece) => (piece.kind === 'record' ? piece.value : piece.reason))

describe('lines of JSON', () => {
  test.each([
    ['{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['{"a":1}\r\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['{"a":1}\n{"a":2}', [{ a: 1 }, { a: 2 }]],
    ['\n\n{"a":1}\n \n', [{ a: 1 }]],
    ['{"a":1}{"a":2}\n{"a":3}', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ['{"a":1} {"a":"}{"}\n', [{ a: 1 }, { a: '}{' }]],
    ['{"a":1}\n{"a":\n{"a":3}\n', [{ a: 1 }, 'not_json', { a: 3 }]],
    ['{"a":1}{"a":\n', [{ a: 1 }, 'not_json']],
    ['not json\n{"a":1}', ['not_json', { a: 1 }]],
    ['{"a":1}garbage\n', [{ a: 1 }, 'not_json']],
    ['\ufeff{"a":1}\n', [{ a: 1 }]],
    ['{"a":1}{"b":}{"c":3}\n{"d":4}', [{ a: 1 }, 'not_json', { d: 4 }]],
    ['{"a":"\\"}{"}{"a":2}', [{ a: '"}{' }, { a: 2 }]],
    ['{"a":"never ends\n{"a":2}', ['not_json', { a: 2 }]],
    ['{"a":"\\', ['not_json']],
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

describe('what exceeds is set aside, and what is around it is read', () => {
  const { recordBytes, depth, values, objectsALine } = JSON_BOUNDS
  const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
  const many = (count: number) => `{"a":[${'0,'.repeat(count - 3)}0]}`
  const large = (size: number) => `{"a":"${'x'.repeat(size - '{"a":""}'.length)}"}`
  const around = (separator: string, ...middle: string[]) =>
    ['{"before":1}', ...middle, '{"after":1}'].join(separator)
  const reasons = (text: string) => records(text).map((one) => (typeof one === 'string' ? one : 'read'))

  describe.each([
    ['a line each', '\n'],
    ['all on one line', ''],
  ])('%s', (_, separator) => {
    test.each([
      ['as deep as may be', nested(depth), 'read'],
      ['a level deeper', nested(depth + 1), 'too_deep'],
      ['a million levels', nested(1_000_000), 'too_deep'],
      ['as many values as may be', many(values), 'read'],
      ['one value more', many(values + 1), 'too_many_values'],
      ['as large as may be', large(recordBytes), 'read'],
      ['a byte larger', large(recordBytes + 1), 'too_large'],
    ])('%s', (_name, text, expected) => {
      expect(reasons(around(separator, text))).toEqual(['read', expected, 'read'])
    })
  })

  test('objects on one line beyond those that may be are one piece, and the next line is read', () => {
    const found = reasons(`${'{}'.repeat(objectsALine + 1_000)}\n{"after":1}`)
    expect(found).toHaveLength(objectsALine + 2)
    expect(found.slice(-2)).toEqual(['too_many_objects', 'read'])
  })

  test('a line that only opens brackets or a string is one piece', () => {
    for (const hostile of [
      '['.repeat(recordBytes * 2),
      '{"a":'.repeat(recordBytes),
      `{"a":"${'\\'.repeat(recordBytes)}`,
    ]) {
      expect(reasons(around('\n', hostile))).toEqual(['read', 'not_json', 'read'])
    }
  })

  test('no value is read before it is asked for', () => {
    const [first] = decodeJsonl(bytes(`{"a":1}${'['.repeat(1_000)}`))
    expect(first).toMatchObject({ kind: 'record', value: { a: 1 }, size: 7 })
  })

  test('bytes of any kind make pieces and no failure, and cost no byte twice', () => {
    const anyBytes = fc.array(fc.constantFrom(...'{}[]",:\\ \r\n\ufeff0a\u00e9'), { maxLength: 60 })
    fc.assert(
      fc.property(anyBytes, (characters) => {
        const all = bytes(characters.join(''))
        const pieces = [...decodeJsonl(all)]
        const sizes = pieces.map((piece) => (piece.kind === 'record' ? piece.size : piece.raw.length))
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(all.length)
      }),
      { numRuns: 1_000 },
    )
  })
})
