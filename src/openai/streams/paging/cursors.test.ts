import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CursorStuck, UpstreamContractChanged } from '../../failures.ts'
import { stepAfter } from './cursors.ts'

const page = (
  ids: readonly string[],
  hasMore: boolean,
  lastId: string | null = null,
  next: string | null = null,
) => ({
  records: ids.map((id) => ({ id })),
  hasMore,
  lastId,
  next,
})

describe('after a page', () => {
  test.each([
    ['the end of a list', page(['a', 'b'], false, 'b'), null, { next: null, reached: 'b' }],
    ['an empty end', page([], false), 'x', { next: null, reached: 'x' }],
    ['more, named', page(['a', 'b'], true, 'b'), null, { next: 'b', reached: 'b' }],
    ['more, unnamed', page(['a', 'b'], true), null, { next: 'b', reached: 'b' }],
    ['an empty page that names where to go on', page([], true, 'c'), 'b', { next: 'c', reached: 'c' }],
    [
      'a name in another spelling than the items',
      page(['proj_x'], true, 'proj-x'),
      null,
      { next: 'proj-x', reached: 'proj-x' },
    ],
  ])('%s', (_name, given, after, step) => {
    expect(stepAfter(given, after, 'last_id', 'r')).toEqual(step)
  })

  test('admin keys go on after their last item, whatever last_id says', () => {
    expect(stepAfter(page(['k1', 'k2'], true, 'k9'), null, 'last_item', 'r').next).toBe('k2')
  })

  test('groups go on by `next` alone, and stop where there is more without one', () => {
    expect(stepAfter(page(['g1'], true, 'g1', 'n1'), null, 'next', 'r')).toEqual({
      next: 'n1',
      reached: 'n1',
    })
    expect(stepAfter(page(['g2'], false), 'n1', 'next', 'r')).toEqual({ next: null, reached: 'n1' })
    expect(() => stepAfter(page(['g1'], true, 'g1'), null, 'next', 'r')).toThrow(CursorStuck)
    expect(() => stepAfter(page(['g1'], true, null, 'n1'), 'n1', 'next', 'r')).toThrow(CursorStuck)
  })

  test('however a list is cut into pages, `next` leads through each of them once', () => {
    const cuts = fc.array(fc.array(fc.uuid(), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(cuts, (pages) => {
        const seen: string[] = []
        let after: string | null = null
        do {
          const at: number = after === null ? 0 : Number(after.slice(1))
          const hasMore = at + 1 < pages.length
          const ids: string[] = pages[at] ?? []
          seen.push(...ids)
          after = stepAfter(page(ids, hasMore, null, hasMore ? `n${at + 1}` : null), after, 'next', 'r').next
        } while (after !== null)
        expect(seen).toEqual(pages.flat())
      }),
    )
  })

  test.each([
    ['NUL', 'a\u0000b'],
    ['half a surrogate pair', 'a\ud800'],
  ])('an id with %s is no cursor: it cannot be kept', (_name, id) => {
    expect(() => stepAfter(page(['a', id], true, id), null, 'last_id', 'r')).toThrow(UpstreamContractChanged)
    expect(() => stepAfter(page(['a', id], true), null, 'last_item', 'r')).toThrow(UpstreamContractChanged)
    expect(stepAfter(page(['a', id], false, id), 'x', 'last_id', 'r')).toEqual({ next: null, reached: 'x' })
  })

  test.each([
    ['the same page forever', page(['a'], true, 'a'), 'a'],
    ['an empty page without a cursor', page([], true), 'a'],
    ['records without ids', { records: [{}], hasMore: true, lastId: null, next: null }, null],
  ])('%s stops the stream', (_name, given, after) => {
    expect(() => stepAfter(given, after, 'last_id', 'r')).toThrow(CursorStuck)
  })
})
