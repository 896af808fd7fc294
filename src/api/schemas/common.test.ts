import { expect, test } from 'vitest'
import { isPlainLine } from '../../model/core/text-marks.ts'
import { lines, plainText } from './common.ts'

const MOST = 100
const BAD = [
  '\u0000',
  '\u001b',
  '\u061c',
  '\u200e',
  '\u200f',
  '\u2028',
  '\u2029',
  '\u202a',
  '\u202e',
  '\u2066',
  '\u2069',
]

test.each(BAD)('neither a line nor several may hold %j', (mark) => {
  const text = `ada${mark}grace`
  expect(isPlainLine(text, MOST)).toBe(false)
  expect(plainText(MOST).safeParse(text).success).toBe(false)
  expect(lines(MOST).safeParse(text).success).toBe(false)
})

test('scripts of every direction, and joined emoji, are text', () => {
  for (const text of ['שלום', 'مرحبا', '👩‍💻 Ada', 'नमस्ते']) {
    expect(isPlainLine(text, MOST)).toBe(true)
    expect(plainText(MOST).parse(text)).toBe(text)
    expect(lines(MOST).parse(`${text}\n\t${text}`)).toBe(`${text}\n\t${text}`)
  }
  expect(isPlainLine('a\nb', MOST)).toBe(false)
})
