import type { ScimFilter } from '../../db/directory/scim-people.ts'
import { ScimProblem } from './scim-problem.ts'
import { ENTERPRISE, USER } from './vocabulary.ts'

/**
 * The filters that provisioning asks with: `userName eq "ada@example.com"`, several joined by `and`. Whoever asks for more
 * is told so, since an answer to another question would be taken for the truth.
 */

const WORK_ADDRESS = /emails\[\s*type\s+eq\s+"work"\s*\]\.value/gi
const TERM = /^\s*(?<name>[\w$:.-]+)\s+eq\s+(?<value>"(?:[^"\\]|\\.)*"|true|false)(?<rest>\s+and\s.*)?\s*$/is
const LONGEST = 2_000
const MOST_TERMS = 5

const refused = () =>
  new ScimProblem(
    'invalidFilter',
    'Supported: id, userName, externalId, emails, active and manager with eq, joined by and.',
  )

/** What is asked for; a manager by whatever name the provider has for them. */
export interface AskedFilter extends Omit<ScimFilter, 'managerEmail'> {
  readonly manager?: string
}

export function readFilter(text: string | undefined): AskedFilter {
  if (text === undefined || text.trim() === '') return {}
  if (text.length > LONGEST) throw refused()
  let filter: AskedFilter = {}
  let rest: string | undefined = text.replaceAll(WORK_ADDRESS, 'emails')
  for (let terms = 0; rest !== undefined; terms += 1) {
    const groups: Record<string, string | undefined> | undefined = TERM.exec(rest)?.groups
    if (groups?.name === undefined || groups.value === undefined || terms >= MOST_TERMS) throw refused()
    const term = termOf(groups.name, literalOf(groups.value))
    if (Object.keys(term).some((field) => field in filter)) throw refused()
    filter = { ...filter, ...term }
    rest = groups.rest?.replace(/^\s+and\s/i, '')
  }
  return filter
}

function termOf(name: string, value: string): AskedFilter {
  switch (plainName(name)) {
    case 'id':
      return { id: value }
    case 'username':
      return { userName: value }
    case 'externalid':
      return { externalId: value }
    case 'emails':
    case 'emails.value':
      return { email: value }
    case 'manager':
    case 'manager.value':
      return { manager: value }
    case 'active':
      return { status: value.toLowerCase() === 'true' ? 'active' : 'left' }
    default:
      throw refused()
  }
}

function plainName(name: string): string {
  const plain = name.toLowerCase()
  for (const schema of [ENTERPRISE, USER]) {
    if (plain.startsWith(`${schema.toLowerCase()}:`)) return plain.slice(schema.length + 1)
  }
  return plain
}

function literalOf(written: string): string {
  if (!written.startsWith('"')) return written
  try {
    const value: unknown = JSON.parse(written)
    // Postgres holds no NUL, so nobody is called so.
    if (typeof value === 'string' && value.isWellFormed() && !value.includes('\0')) return value
  } catch {
    // Falls through to the refusal.
  }
  throw refused()
}
