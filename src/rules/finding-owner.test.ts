import { expect, test } from 'vitest'
import { ownerOf } from './finding-owner.ts'

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
