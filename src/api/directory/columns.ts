import type { DirectoryFact } from '../../model/core/directory.ts'
import { DIRECTORY_FACTS } from '../../model/core/directory.ts'

/**
 * The columns of a directory file that are read, by the names that personnel systems and identity providers give them,
 * the best first: where a file has several of one field, the first that is filled counts. Letter case, spaces, `_` and
 * `-` make no difference; other columns are passed over unread.
 */
const ALIASES = {
  email: ['email', 'mail', 'workemail', 'emailaddress', 'userprincipalname'],
  status: ['status', 'employmentstatus', 'active', 'enabled', 'accountenabled'],
  manager: ['manageremail', 'manager'],
  department: ['department'],
  id: ['id', 'employeeid', 'externalid', 'objectid'],
  left_at: ['leftat', 'terminationdate'],
} as const satisfies Record<string, readonly string[]>

export type Field = keyof typeof ALIASES
const FIELDS = Object.keys(ALIASES) as Field[]

/** For each field the places of its columns in a row; a field that the file lacks has none. */
export type Columns = Readonly<Record<Field, readonly number[]>>

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')

export function columnsOf(header: readonly string[]): Columns {
  const names = header.map(plain)
  const places = (field: Field) =>
    ALIASES[field].map((alias) => names.indexOf(alias)).filter((place) => place >= 0)
  return Object.fromEntries(FIELDS.map((field) => [field, places(field)])) as Record<Field, number[]>
}

/** Fields of which a file says nothing: neither of status nor of leaving, where it has neither column. */
export function saysNothingOf({ status, left_at, manager, department }: Columns): readonly DirectoryFact[] {
  const columns = { status: [...status, ...left_at], left_at, manager, department }
  return DIRECTORY_FACTS.filter((fact) => columns[fact].length === 0)
}

export function cellOf(row: readonly string[], columns: Columns, field: Field): string {
  for (const place of columns[field]) {
    const cell = row[place]?.trim()
    if (cell) return cell
  }
  return ''
}
