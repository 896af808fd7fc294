import type { ScimPerson, ScimPersonValues } from '../../db/directory/scim-people.ts'
import { DEPARTMENT_AT_MOST, DIRECTORY_ID_AT_MOST, isAddress } from '../../model/core/directory.ts'
import { isPlainLine } from '../../model/core/text-marks.ts'
import { ScimProblem } from './scim-problem.ts'

/**
 * A person while a request is applied to them. Of a SCIM user only this is kept: what it is called, where it can be
 * reached, whether it is active, department and manager. Anything else is taken and dropped, since identity providers
 * send whatever somebody has mapped, and stop at a refusal.
 */
export interface PersonDraft {
  userName: string
  /** Null: known by the user name alone. */
  externalId: string | null
  /** Null: the user name is the address. */
  email: string | null
  active: boolean
  department: string | null
  /** An address, or a name of theirs that is looked up. */
  manager: string | null
}

/** @param active where the resource does not say it. */
export const emptyDraft = (active: boolean): PersonDraft => ({
  userName: '',
  externalId: null,
  email: null,
  active,
  department: null,
  manager: null,
})

const sameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

export const draftOf = (person: ScimPerson): PersonDraft => ({
  userName: person.userName,
  externalId: person.externalId === person.userName ? null : person.externalId,
  email: sameText(person.email, person.userName) ? null : person.email,
  active: person.status === 'active',
  department: person.department,
  manager: person.managerEmail,
})

/** What is to be stored; `before` is what was, and `now` when somebody leaves who has not left yet. */
export function valuesOf(
  draft: PersonDraft,
  managerEmail: string | null,
  before: ScimPerson | null,
  now: Date,
): ScimPersonValues {
  if (draft.userName === '') throw new ScimProblem('invalidValue', 'userName is required.')
  const email = draft.email ?? draft.userName
  if (!isAddress(email)) {
    throw new ScimProblem(
      'invalidValue',
      'emails is required where userName is no e-mail address: people are found by it.',
    )
  }
  const leftAt = before?.status === 'left' ? before.leftAt : now.toISOString()
  return {
    userName: draft.userName,
    externalId: draft.externalId ?? draft.userName,
    email,
    status: draft.active ? 'active' : 'left',
    leftAt: draft.active ? null : leftAt,
    department: draft.department,
    managerEmail,
  }
}

type Setter = (draft: PersonDraft, value: unknown) => void

/** By the attribute's name in lower case, which is how SCIM compares names. */
const SETTERS: Readonly<Record<string, Setter>> = {
  username: (draft, value) => {
    draft.userName = textOf('userName', value, DIRECTORY_ID_AT_MOST) ?? ''
  },
  externalid: (draft, value) => {
    draft.externalId = textOf('externalId', value, DIRECTORY_ID_AT_MOST)
  },
  active: (draft, value) => {
    draft.active = flagOf(value)
  },
  emails: (draft, value) => {
    draft.email = emailOf(value)
  },
  department: (draft, value) => {
    draft.department = textOf('department', value, DEPARTMENT_AT_MOST)
  },
  manager: (draft, value) => {
    draft.manager = textOf('manager', managerOf(value), DIRECTORY_ID_AT_MOST)
  },
}

/** Sets an attribute that is kept, and does nothing for any other. A value of null takes it away. */
export function setAttribute(draft: PersonDraft, name: string, value: unknown): void {
  const plain = name.toLowerCase()
  if (Object.hasOwn(SETTERS, plain)) SETTERS[plain]?.(draft, value)
}

function textOf(name: string, value: unknown, most: number): string | null {
  if (value === null || value === undefined) return null
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !isPlainLine(text, most)) {
    throw new ScimProblem('invalidValue', `${name} must be one line of at most ${most} characters.`)
  }
  return text.trim() || null
}

/** Entra ID writes "True" and "False". */
function flagOf(value: unknown): boolean {
  const word = typeof value === 'string' ? value.toLowerCase() : value
  if (word === true || word === 'true') return true
  if (word === false || word === 'false') return false
  throw new ScimProblem('invalidValue', 'active must be true or false.')
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The primary address, else the one at work, else the first. */
function emailOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  const all = given.map((one): Record<string, unknown> => (isObject(one) ? one : { value: one }))
  const chosen =
    all.find(({ primary }) => primary === true || primary === 'true' || primary === 'True') ??
    all.find(({ type }) => type === 'work') ??
    all.at(0)
  if (chosen === undefined || chosen.value === '' || chosen.value === null) return null
  const address = typeof chosen.value === 'string' ? chosen.value.trim() : ''
  if (!isAddress(address)) throw new ScimProblem('invalidValue', 'emails must hold an e-mail address.')
  return address
}

/** `"id"`, `{"value": "id"}` or a list of one: providers write all three. */
function managerOf(value: unknown): unknown {
  const one = Array.isArray(value) ? value.at(0) : value
  return isObject(one) ? one.value : one
}
