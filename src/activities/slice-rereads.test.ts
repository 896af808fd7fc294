import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextTarget } from './slice-rereads.ts'

test('walks each target once, in the order of bytes, whatever they are made of', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme' }), { maxLength: 12 }), (targets) => {
      const walked: string[] = []
      let after: string | null = null
      for (;;) {
        const next = nextTarget(targets, after)
        if (next === null) break
        walked.push(next.target)
        after = next.target
      }
      const bytes = targets.map((target) => Buffer.from(target)).toSorted(Buffer.compare)
      expect(walked.map((target) => Buffer.from(target))).toEqual(bytes)
    }),
  )
})
