import type { PersonDraft } from './person-draft.ts'
import { setAttribute } from './person-draft.ts'
import type { ScimObject } from './read-resource.ts'
import { isScimObject, setAttributes } from './read-resource.ts'
import { ScimProblem } from './scim-problem.ts'
import { ENTERPRISE, USER } from './vocabulary.ts'

/**
 * PATCH in the dialects that providers speak. Okta names no path and gives an object of attributes; Entra ID gives paths,
 * writes `Replace` and `"False"`, and puts paths in the place of names within such an object. So a name is a path here.
 */

const MOST_OPERATIONS = 100
/** `emails`, `emails[type eq "work"]`, `emails[type eq "work"].value`, `manager.value` */
const PATH = /^(?<name>[a-z$][\w$-]*)(?:\[(?<filter>[^\]]{1,200})\])?(?:\.(?<part>[\w$-]+))?$/i
/** The address that people are known by; others are left alone. */
const OUR_ADDRESS = /^\s*(type\s+eq\s+"work"|primary\s+eq\s+"?true"?)\s*$/i
const READ_ONLY = new Set(['id', 'meta', 'schemas'])
/** What cannot be taken away, since a user must have it. */
const REQUIRED = new Set(['username', 'active'])

export function applyPatch(draft: PersonDraft, body: ScimObject): void {
  const operations = memberOf(body, 'Operations')
  if (!Array.isArray(operations) || operations.length === 0) {
    throw new ScimProblem('invalidSyntax', 'Operations must be a list of one operation or more.')
  }
  if (operations.length > MOST_OPERATIONS) {
    throw new ScimProblem('invalidSyntax', `Operations may be ${MOST_OPERATIONS} at once.`)
  }
  for (const operation of operations) {
    if (!isScimObject(operation)) throw new ScimProblem('invalidSyntax', 'Each operation must be an object.')
    applyOperation(draft, operation)
  }
}

function applyOperation(draft: PersonDraft, operation: ScimObject): void {
  const op = String(memberOf(operation, 'op')).toLowerCase()
  const path = memberOf(operation, 'path')
  const value = memberOf(operation, 'value')
  if (op !== 'add' && op !== 'replace' && op !== 'remove') {
    throw new ScimProblem('invalidSyntax', 'op must be add, replace or remove.')
  }
  if (op !== 'remove' && value === undefined) throw new ScimProblem('invalidValue', 'value is required.')
  if (typeof path === 'string' && path !== '') {
    applyAt(draft, path, op === 'remove' ? null : value)
    return
  }
  if (op === 'remove') throw new ScimProblem('noTarget', 'What is removed must be named by a path.')
  if (!isScimObject(value)) {
    throw new ScimProblem('invalidValue', 'Without a path the value must be an object of attributes.')
  }
  for (const [name, one] of Object.entries(value)) applyAt(draft, name, one)
}

/** A value of null removes. */
function applyAt(draft: PersonDraft, path: string, value: unknown): void {
  const plain = withoutSchema(path)
  if (plain === '') {
    if (isScimObject(value)) setAttributes(draft, value)
    return
  }
  const { name, filter, part } = PATH.exec(plain)?.groups ?? {}
  if (name === undefined) throw new ScimProblem('invalidPath', 'This path cannot be read.')
  const attribute = name.toLowerCase()
  if (READ_ONLY.has(attribute)) throw new ScimProblem('mutability', `${attribute} cannot be changed.`)
  if (value === null && REQUIRED.has(attribute)) {
    throw new ScimProblem('mutability', 'userName and active cannot be removed.')
  }
  const isWhole = part === undefined || part.toLowerCase() === 'value'
  if (!isWhole || (filter !== undefined && !OUR_ADDRESS.test(filter))) return
  setAttribute(draft, attribute, value)
}

/** Empty for the path of the extension itself, whose value holds its attributes. */
function withoutSchema(path: string): string {
  const plain = path.trim()
  for (const schema of [ENTERPRISE, USER]) {
    if (plain.toLowerCase() === schema.toLowerCase()) return ''
    if (plain.toLowerCase().startsWith(`${schema.toLowerCase()}:`)) return plain.slice(schema.length + 1)
  }
  return plain
}

/** Names are compared without letter case. */
function memberOf(object: ScimObject, name: string): unknown {
  const found = Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase())
  return found === undefined ? undefined : object[found]
}
