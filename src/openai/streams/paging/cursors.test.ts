import { describe, expect, test } from 'vitest'
import { CursorStuck, UpstreamContractChanged } from '../../failures.ts'
import { stepAfter } from './cursors.ts'

const page = (ids: readonly string[], hasMore: boolean, lastId: string | null = null) => ({
  records: ids.map((id) => ({ id })),
  hasMore,
  lastId,
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
    ['records without ids', { records: [{}], hasMore: true, lastId: null }, null],
  ])('%s stops the stream', (_name, given, after) => {
    expect(() => stepAfter(given, after, 'last_id', 'r')).toThrow(CursorStuck)
  })
})
