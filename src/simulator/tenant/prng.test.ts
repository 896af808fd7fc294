import { expect, test } from 'vitest'
import { idKind, indexOfId, makeId } from './ids.ts'
import { uuidOf } from './prng.ts'

const USER = idKind('user-', 24)

test('ids are the same for the same seed and differ for another', () => {
  expect(makeId(1, USER, 5)).toBe(makeId(1, USER, 5))
  expect(makeId(1, USER, 5)).not.toBe(makeId(2, USER, 5))
})

test('ids sort as their index does and give it back', () => {
  const ids = Array.from({ length: 2000 }, (_, index) => makeId(42, USER, index))
  expect([...ids].sort()).toEqual(ids)
  ids.forEach((id, index) => {
    expect(indexOfId(42, USER, id)).toBe(index)
  })
})

test('a foreign id has no index', () => {
  expect(indexOfId(42, USER, 'user-doesnotexist')).toBeUndefined()
  expect(indexOfId(42, USER, makeId(43, USER, 9))).toBeUndefined()
})

test('UUIDs are well formed and distinct', () => {
  const seen = new Set<string>()
  for (let n = 0; n < 50_000; n++) seen.add(uuidOf(1, 2, n))
  expect(seen.size).toBe(50_000)
  for (const id of [...seen].slice(0, 100)) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})
