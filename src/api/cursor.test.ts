import { describe, expect, it } from 'vitest'
import { readCursor, writeCursor } from './cursor.ts'

const secret = new Uint8Array(32).fill(7)
const scope = { secret, list: 'findings', filters: { severity: ['high'], sort: '-severity' } }
const shape = ['number', 'string', 'string'] as const
const key = [2, '2026-11-22 03:45:39.123456+00', '01990000-0000-7000-8000-000000000000'] as const

const slugOf = (read: () => unknown): string => {
  try {
    read()
    return 'accepted'
  } catch (error) {
    return (error as { slug: string }).slug
  }
}

describe('cursor', () => {
  it('gives back what was written', () => {
    expect(readCursor(scope, writeCursor(scope, key), shape)).toEqual(key)
  })

  it('is refused when any character of it was changed', () => {
    const cursor = writeCursor(scope, key)
    for (let at = 0; at < cursor.length; at += 1) {
      const swapped = cursor[at] === 'A' ? 'Z' : 'A'
      const forged = cursor.slice(0, at) + swapped + cursor.slice(at + 1)
      const slug = slugOf(() => readCursor(scope, forged, shape))
      // The last character of base64 holds bits that do not count; it may then be the same cursor.
      if (at !== cursor.length - 1) expect(slug, `at ${at}`).toBe('invalid-cursor')
    }
  })

  it('is refused with other filters, another list, another key or another shape', () => {
    const cursor = writeCursor(scope, key)
    const others = [
      { ...scope, filters: { severity: ['low'], sort: '-severity' } },
      { ...scope, list: 'assets' },
      { ...scope, secret: new Uint8Array(32).fill(8) },
    ]
    for (const other of others) {
      expect(slugOf(() => readCursor(other, cursor, shape))).toBe('invalid-cursor')
    }
    expect(slugOf(() => readCursor(scope, cursor, ['string', 'string']))).toBe('invalid-cursor')
  })

  it.each(['', '.', 'a.b', 'a.b.c', 'eyJ9.', '💥.💥'])('is refused when it is %j', (junk) => {
    expect(slugOf(() => readCursor(scope, junk, shape))).toBe('invalid-cursor')
  })
})
