import { describe, expect, test } from 'vitest'
import { parentsAhead } from './parents-ahead.ts'

/** A list of ids in order, and how often it was asked. */
function listOf(ids: readonly string[], now: () => number = () => 0) {
  const asked: (string | null)[] = []
  const next = parentsAhead(async (after, limit) => {
    asked.push(after)
    return ids.filter((id) => after === null || id > after).slice(0, limit)
  }, now)
  return { asked, next }
}

const MANY = Array.from({ length: 250 }, (_, index) => `p${String(index).padStart(3, '0')}`)

describe('parents ahead', () => {
  test('come each once, in order, by few statements', async () => {
    const { asked, next } = listOf(MANY)
    const given: string[] = []
    for (let parent = await next(null); parent !== null; parent = await next(parent)) given.push(parent)
    expect(given).toEqual(MANY)
    expect(asked).toEqual([null, 'p099', 'p199', 'p249'])
  })

  test('go on from where a cursor stands, whatever was given before', async () => {
    const { next } = listOf(MANY)
    expect(await next('p041')).toBe('p042')
    expect(await next('p042')).toBe('p043')
    expect(await next('p010')).toBe('p011')
    expect(await next(null)).toBe('p000')
  })

  test('are listed again after a second, so that one that is deleted meanwhile is passed over', async () => {
    const clock = { ms: 0 }
    const ids = ['a', 'b', 'c', 'd']
    const { asked, next } = listOf(ids, () => clock.ms)
    expect(await next(null)).toBe('a')
    ids.splice(1, 2)
    clock.ms = 999
    expect(await next('a')).toBe('b')
    clock.ms = 1_000
    expect(await next('b')).toBe('d')
    expect(asked).toEqual([null, 'b'])
  })

  test('asked from one place twice, give the same', async () => {
    const { next } = listOf(MANY)
    expect(await next('p041')).toBe('p042')
    expect(await next('p041')).toBe('p042')
    expect(await next('p249')).toBeNull()
    expect(await next('p249')).toBeNull()
  })
})
