import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { standingWorld, walkEvents, walkState } from '../../../test/support/tenant-walk.ts'
import type { SimulatorOptions } from '../options.ts'

/** What the demo tenant is made of, to the letter: recordings, pictures and other people's tests stand on it. */
function digestOf(options: Partial<SimulatorOptions>): string {
  const hash = createHash('sha256')
  const world = standingWorld(options)
  for (const walk of [walkState, walkEvents]) {
    for (const { noun, id, value } of walk(world)) hash.update(`${noun}\t${id}\t${JSON.stringify(value)}\n`)
  }
  return hash.digest('hex')
}

test.each([
  ['as it is published', {}, '1086205acbd710e880d999c25e6df008ee9087898acbb442e78399b620ab1cf8'],
  [
    'as it is described',
    { profile: 'strict' as const, seed: 7, users: 130, gpts: 60, projects: 12 },
    'f17824673457cb80bbf9491274062ae338e54fe4dd7f76a87c89522316bb2130',
  ],
  [
    'at its smallest',
    { seed: 11, users: 12, gpts: 8, projects: 3 },
    '73f2d5e7548c8e0743fbc986155f47b4e81253f0298304327b14bdf3db32e65a',
  ],
])('the demo tenant never changes: %s', (_, options, digest) => {
  expect(digestOf(options)).toBe(digest)
})
