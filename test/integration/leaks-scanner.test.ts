import { Readable } from 'node:stream'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { LeakScanner } from '../support/leak-scan.ts'

/** With what each way of writing has to escape. */
const SECRET = 'sk-"kéy\\/+\nvalue'
const NEEDLE = { name: 'the secret', value: SECRET }

const found = (data: string | Uint8Array, needles = [NEEDLE]): string[] => {
  const scanner = new LeakScanner(needles)
  scanner.scan('here', data)
  return scanner.leaks.map(({ form }) => form)
}

const json = (text: string) => JSON.stringify({ a: `before ${text} after` })
const asciiJson = (text: string) =>
  json(text).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

describe('a needle is found', () => {
  const ways: Record<string, string | Uint8Array> = {
    'as it is': `x ${SECRET} y`,
    'in JSON': json(SECRET),
    'in JSON within JSON': JSON.stringify(json(SECRET)),
    'in JSON that is all ASCII': asciiJson(SECRET),
    'percent-encoded': `/path?token=${encodeURIComponent(SECRET)}`,
    'in UTF-16': Buffer.from(`say ${SECRET}`, 'utf16le'),
    'in hex': `\\x${Buffer.from(`ab${SECRET}cd`).toString('hex')}`,
    'in capital hex': Buffer.from(SECRET).toString('hex').toUpperCase(),
    'in base64, first alignment': Buffer.from(`${SECRET}tail`).toString('base64'),
    'in base64, second alignment': Buffer.from(`a${SECRET}tail`).toString('base64'),
    'in base64, third alignment': Buffer.from(`ab${SECRET}tail`).toString('base64'),
    'in base64 for URLs': Buffer.from(`ab${SECRET}tail`).toString('base64url'),
    'in gzip': Buffer.concat([Buffer.from('PNG…'), gzipSync(json(SECRET)), Buffer.from('more')]),
    'in zlib': Buffer.concat([Buffer.from('stream'), deflateSync(`many words, ${SECRET}`)]),
    'in gzip, cut off': gzipSync(`${SECRET}${'filler '.repeat(20)}`).subarray(0, -9),
    'in gzip in base64': `{"data":"${gzipSync(SECRET).toString('base64')}"}`,
    'in gzip in base64 after what looks the same': `data/${gzipSync(SECRET).toString('base64')}`,
    'in gzip in hex': `\\x${gzipSync(SECRET).toString('hex')}`,
    'in bare deflate in hex': `\\x${deflateRawSync(`so it was: ${SECRET}`).toString('hex')}`,
    'in bare deflate in base64': `"${deflateRawSync(`so it was: ${SECRET}`).toString('base64')}"`,
    'in base64 in base64': Buffer.from(Buffer.from(`..${SECRET}..`).toString('base64')).toString('base64'),
  }
  test.each(Object.entries(ways))('%s', (_way, data) => {
    expect(found(data)).not.toEqual([])
  })
})

test('a form is named, the value is not', () => {
  const scanner = new LeakScanner([NEEDLE])
  scanner.scan('a place', gzipSync(json(SECRET)))
  expect(scanner.leaks).toEqual([{ needle: 'the secret', form: 'gzip > json', where: 'a place' }])
})

test('the same run of characters is reported wherever it stands', () => {
  const scanner = new LeakScanner([NEEDLE])
  const packed = gzipSync(SECRET).toString('base64')
  scanner.scan('first', packed)
  scanner.scan('second', packed)
  expect(scanner.leaks.map(({ where }) => where)).toEqual(['first', 'second'])
})

test('what is not there is not found', () => {
  const innocent = JSON.stringify({ words: 'sk-key value', more: gzipSync('nothing').toString('base64') })
  expect(found(innocent)).toEqual([])
})

test('bytes that are no text are searched for, too', () => {
  const key = Buffer.from('00ff10fe20fd30fc40fb50fa60f970f8', 'hex')
  const needle = [{ name: 'key bytes', value: key }] as never
  expect(found(Buffer.concat([Buffer.from('a'), key]), needle)).toContain('raw')
  expect(found(Buffer.concat([Buffer.from('a'), key]).toString('base64'), needle)).toContain('base64')
})

test('a pattern finds what nobody could list, also in an envelope', () => {
  const scanner = new LeakScanner([{ name: 'e-mail', pattern: /[\w.+-]+@example\.com/ }])
  scanner.scan('plain', 'write to ada@example.com')
  scanner.scan('packed', gzipSync('write to ada@example.com').toString('base64'))
  expect(scanner.leaks.map(({ where }) => where)).toEqual(['plain', 'packed'])
})

describe('in a stream', () => {
  const filler = Buffer.alloc((1 << 20) - 7, 'some words. ')

  test('a needle is found on every seam of windows and chunks', async () => {
    for (const shift of [0, 5, 9, 17]) {
      const scanner = new LeakScanner([NEEDLE])
      const whole = Buffer.concat([filler.subarray(shift), Buffer.from(SECRET), filler])
      await scanner.scanStream('stream', Readable.from(piecesOf(whole, 100_003)))
      expect(scanner.leaks.map(({ form }) => form)).toEqual(['raw'])
      expect(scanner.scanned).toBe(whole.length)
    }
  })

  test('the last bytes count', async () => {
    const scanner = new LeakScanner([NEEDLE])
    await scanner.scanStream('stream', Readable.from([...SECRET].map((letter) => Buffer.from(letter))))
    expect(scanner.leaks).toHaveLength(1)
  })
})

function* piecesOf(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
