import type { PersonDraft } from './person-draft.ts'
import { emptyDraft, setAttribute } from './person-draft.ts'
import { ScimProblem } from './scim-problem.ts'
import { ENTERPRISE } from './vocabulary.ts'

export type ScimObject = Readonly<Record<string, unknown>>

export const isScimObject = (value: unknown): value is ScimObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function parseScim(text: string): ScimObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ScimProblem('invalidSyntax', 'The body is not JSON that can be read.')
  }
  if (!isScimObject(value)) throw new ScimProblem('invalidSyntax', 'The body must be a JSON object.')
  return value
}

/**
 * A whole user, as POST and PUT send it: what is not named is not there. But for `active`: who is made is active, and a
 * replacement that says nothing of it must not bring somebody back who has left (`isActive`: as is stored).
 */
export function readResource(resource: ScimObject, isActive = true): PersonDraft {
  const draft = emptyDraft(isActive)
  setAttributes(draft, resource)
  return draft
}

export function setAttributes(draft: PersonDraft, values: ScimObject): void {
  for (const [name, value] of Object.entries(values)) {
    if (name.toLowerCase() === ENTERPRISE.toLowerCase()) {
      if (isScimObject(value)) setAttributes(draft, value)
    } else {
      setAttribute(draft, name, value)
    }
  }
}
