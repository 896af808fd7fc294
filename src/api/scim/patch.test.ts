import { describe, expect, test } from 'vitest'
import { applyPatch } from './patch.ts'
import type { PersonDraft } from './person-draft.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const ADA: PersonDraft = {
  userName: 'ada@example.com',
  externalId: '00u1',
  email: 'ada@work.example',
  active: true,
  department: 'Ops',
  manager: 'grace@example.com',
}

function patched(...Operations: object[]): PersonDraft {
  const draft = { ...ADA }
  applyPatch(draft, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })
  return draft
}

describe('Entra ID', () => {
  test('deactivates with a path and words', () => {
    expect(patched({ op: 'Replace', path: 'active', value: 'False' })).toEqual({ ...ADA, active: false })
    expect(patched({ op: 'Add', path: 'active', value: 'True' })).toEqual(ADA)
  })

  test('changes an address, a department and a manager by path', () => {
    expect(
      patched(
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'ada@new.example' },
        { op: 'Add', path: `${ENTERPRISE}:department`, value: 'Sales' },
        { op: 'Add', path: `${ENTERPRISE}:manager`, value: '7f3e' },
        { op: 'Replace', path: 'emails[type eq "home"].value', value: 'ada@home.example' },
        { op: 'Replace', path: 'name.givenName', value: 'Ada' },
      ),
    ).toEqual({ ...ADA, email: 'ada@new.example', department: 'Sales', manager: '7f3e' })
  })

  test('writes paths in the place of names', () => {
    const value = { 'name.familyName': 'L', [`${ENTERPRISE}:department`]: 'R&D', userName: 'ada@new.example' }
    expect(patched({ op: 'replace', value })).toMatchObject({
      department: 'R&D',
      userName: 'ada@new.example',
    })
  })

  test('takes a manager away', () => {
    expect(patched({ op: 'Remove', path: `${ENTERPRISE}:manager` }).manager).toBeNull()
    expect(patched({ op: 'Replace', path: `${ENTERPRISE}:manager`, value: '' }).manager).toBeNull()
  })
})

describe('Okta', () => {
  test('deactivates with an object', () => {
    expect(patched({ op: 'replace', value: { active: false } })).toEqual({ ...ADA, active: false })
  })

  test('sends the extension as an object, and a manager as one', () => {
    const value = {
      [ENTERPRISE]: { department: 'Sales', manager: { value: 'bob@example.com', displayName: 'B' } },
    }
    expect(patched({ op: 'replace', value })).toMatchObject({
      department: 'Sales',
      manager: 'bob@example.com',
    })
    expect(patched({ op: 'add', path: ENTERPRISE, value: { department: 'X' } })).toMatchObject({
      department: 'X',
    })
  })

  test('chooses the primary of several addresses', () => {
    const emails = [
      { value: 'a@work.example', type: 'work' },
      { value: 'b@main.example', primary: true },
    ]
    expect(patched({ op: 'replace', value: { emails } }).email).toBe('b@main.example')
    expect(patched({ op: 'replace', path: 'emails', value: emails.slice(0, 1) }).email).toBe('a@work.example')
  })
})

describe('is refused', () => {
  test.each([
    ['another op', { op: 'move', path: 'active', value: true }, 'invalidSyntax'],
    ['a word for active', { op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue'],
    ['no value', { op: 'replace', path: 'active' }, 'invalidValue'],
    ['no path to remove', { op: 'remove' }, 'noTarget'],
    ['a path that is none', { op: 'replace', path: 'emails[', value: 'x' }, 'invalidPath'],
    ['an id', { op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    ['no user name', { op: 'remove', path: 'userName' }, 'mutability'],
    ['no address', { op: 'replace', value: { emails: [{ value: 'nobody' }] } }, 'invalidValue'],
    ['two lines', { op: 'replace', path: 'department', value: 'a\nb' }, 'invalidValue'],
    ['a list', { op: 'replace', value: [{ active: false }] }, 'invalidValue'],
  ])('%s', (_, operation, scimType) => {
    expect(() => patched(operation)).toThrow(expect.objectContaining({ scimType }))
  })

  test('a body without operations', () => {
    for (const body of [{}, { Operations: [] }, { Operations: ['x'] }, { Operations: Array(200).fill({}) }]) {
      expect(() => applyPatch({ ...ADA }, body)).toThrow(
        expect.objectContaining({ scimType: 'invalidSyntax' }),
      )
    }
  })
})
