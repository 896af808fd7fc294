import { describe, expect, test } from 'vitest'
import { CursorStuck } from '../../failures.ts'
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
    ['the same page forever', page(['a'], true, 'a'), 'a'],
    ['an empty page without a cursor', page([], true), 'a'],
    ['records without ids', { records: [{}], hasMore: true, lastId: null }, null],
  ])('%s stops the stream', (_name, given, after) => {
    expect(() => stepAfter(given, after, 'last_id', 'r')).toThrow(CursorStuck)
  })
})
