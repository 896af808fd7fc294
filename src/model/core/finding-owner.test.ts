import { expect, test } from 'vitest'
import { ownerAmong, ownerOf, peopleIn } from './finding-owner.ts'
import { asPersonId } from './ids.ts'

test.each([
  [
    { inviter: 'i', author: 'a', self: 's', owner: 'o', invitee: 'x' },
    { person: 'o', role: 'owner' },
  ],
  [
    { inviter: 'i', author: 'a', self: 's' },
    { person: 's', role: 'self' },
  ],
  [
    { inviter: 'i', author: 'a' },
    { person: 'a', role: 'author' },
  ],
  [
    { inviter: 'i', invitee: 'x' },
    { person: 'i', role: 'inviter' },
  ],
  // Who was invited answers for nothing yet.
  [{ invitee: 'x' }, null],
  [{}, null],
])('the owner among %j is %j', (people, owner) => {
  expect(ownerOf<string>(people)).toEqual(owner)
})

test('people are found in evidence by the names of what holds their ids', () => {
  const evidence = { person_id: 's', owner_person_id: 'o', name: 'n', invitee_person_id: 3, PERSON_ID: 'x' }
  expect(peopleIn(evidence)).toEqual([
    ['self', 's'],
    ['owner', 'o'],
  ])
})

test('the owner is the first role of whom anything is known', () => {
  const evidence = { person_id: 's', owner_person_id: 'o' }
  expect(ownerAmong(evidence, new Map([[asPersonId('s'), 'Sue']]))).toBe('Sue')
  expect(ownerAmong(evidence, new Map())).toBeNull()
})
