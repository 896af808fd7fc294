import fc from 'fast-check'
import { expect, test } from 'vitest'
import { returnPath } from './return-path.ts'

const HOME = new URL('https://casbah.example')

test.each([
  ['/', '/'],
  ['/findings?severity=high#top', '/findings?severity=high#top'],
  ['/a/../b', '/b'],
  ['/docs//x', '/docs//x'],
])('%s stays within Casbah', (next, path) => {
  expect(returnPath(next, HOME)).toBe(path)
})

test('whatever it answers leads nowhere else, as a browser reads it', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    ':',
    '@',
    '//',
    'evil.example',
    '\t',
    '%2f',
    '?',
    '#',
    'a',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = returnPath(pieces.join(''), HOME)
      if (path !== null) expect(new URL(path, HOME).origin).toBe(HOME.origin)
    }),
    { numRuns: 5_000 },
  )
})
