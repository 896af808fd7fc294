import { describe, expect, test } from 'vitest'
import { readFilter } from './filter.ts'

describe('what providers ask', () => {
  test.each([
    ['userName eq "Ada@Example.com"', { userName: 'Ada@Example.com' }],
    ['username EQ "a\\"b\\u00e9"', { userName: 'a"bé' }],
    ['externalId eq "00u1"', { externalId: '00u1' }],
    ['emails[type eq "work"].value eq "a@b.example"', { email: 'a@b.example' }],
    ['emails.value eq "a@b.example"', { email: 'a@b.example' }],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "x"', { userName: 'x' }],
    ['id eq "1" and manager eq "2"', { id: '1', manager: '2' }],
    ['active eq false and userName eq "x and y"', { status: 'left', userName: 'x and y' }],
    ['', {}],
  ])('%s', (text, filter) => expect(readFilter(text)).toEqual(filter))

  test('nothing', () => expect(readFilter(undefined)).toEqual({}))
})

describe('what they are refused', () => {
  test.each([
    'userName sw "a"',
    'userName eq "a" or userName eq "b"',
    'displayName eq "a"',
    'userName eq a',
    'userName eq "a',
    'userName eq "a\\u0000"',
    'userName eq "a" and userName eq "b"',
    'not (userName eq "a")',
    `userName eq "${'a'.repeat(3_000)}"`,
  ])('%s', (text) =>
    expect(() => readFilter(text)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' })),
  )
})
