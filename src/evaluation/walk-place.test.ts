import { expect, test } from 'vitest'
import { newPlace, placeToGoOnFrom, standsIn } from './walk-place.ts'

const BEGAN = 1_700_000_000
const PLACE = {
  ...newPlace('hash', BEGAN),
  doneKinds: ['platform.admin_key'],
  within: { kind: 'chatgpt.user', after: 'u-7' },
}

test('an attempt goes on where one with the same rules ended, within an hour', () => {
  expect(placeToGoOnFrom(PLACE, 'hash', BEGAN)).toEqual(PLACE)
  expect(placeToGoOnFrom(PLACE, 'hash', BEGAN + 3_599)).toEqual(PLACE)
  expect(placeToGoOnFrom(PLACE, 'hash', BEGAN + 3_600)).toBeNull()
  // A clock that was set back tells nothing.
  expect(placeToGoOnFrom(PLACE, 'hash', BEGAN - 1)).toBeNull()
  expect(placeToGoOnFrom(PLACE, 'other', BEGAN)).toBeNull()
})

test.each([null, undefined, 0, 'x', {}, { ...PLACE, tallies: null }, { ...PLACE, within: {} }])(
  'what is no place is none: %j',
  (left) => {
    expect(placeToGoOnFrom(left, 'hash', BEGAN)).toBeNull()
  },
)

test('a kind is done, within, or not begun', () => {
  expect(standsIn(PLACE, 'platform.admin_key')).toEqual({ done: true })
  expect(standsIn(PLACE, 'chatgpt.user')).toEqual({ done: false, after: 'u-7' })
  expect(standsIn(PLACE, 'chatgpt.gpt')).toEqual({ done: false, after: null })
})
