import { z } from 'zod'
import type { FileRow } from '../../db/directory/import-statements.ts'
import type { DirectoryStatus } from '../../model/core/directory.ts'
import {
  DEPARTMENT_AT_MOST,
  DIRECTORY_ID_AT_MOST,
  isAddress,
  LEAVING_AHEAD_DAYS_AT_MOST,
} from '../../model/core/directory.ts'
import { isPlainLine } from '../../model/core/text-marks.ts'
import type { Columns, Field } from './columns.ts'
import { cellOf } from './columns.ts'

/** What is wrong with a cell: where, and what is expected there. Never what stands there. */
export interface CellFault {
  readonly field: Field
  readonly detail: string
}

export type ReadRow =
  | { readonly ok: true; readonly row: FileRow }
  /** The id, where at least that can be read: what is known of that person stays as it is. Null where it cannot. */
  | { readonly ok: false; readonly externalId: string | null; readonly faults: readonly CellFault[] }

const STATUS_WORDS: Readonly<Record<string, DirectoryStatus>> = {
  active: 'active',
  true: 'active',
  enabled: 'active',
  '1': 'active',
  inactive: 'left',
  false: 'left',
  terminated: 'left',
  left: 'left',
  disabled: 'left',
  '0': 'left',
}

const day = z.iso.date()
const moment = z.iso.datetime({ offset: true, local: false })
/** Beyond these Postgres, or a date, has no room. */
const FIRST_YEAR = '1900'
const LAST_YEAR = '9999'

const DAY_MS = 86_400_000

/**
 * One person. A file without a status column is a list of those who work here, but for whom it names a day of leaving
 * that has come. A manager who is given by name and not by address is not known.
 */
export function readRow(cells: readonly string[], columns: Columns, now: Date): ReadRow {
  const cell = (field: Field): string => cellOf(cells, columns, field)
  const email = cell('email')
  const department = cell('department')
  const id = cell('id')
  const externalId = id || email.toLowerCase()
  const leftAt = timeOf(cell('left_at'))
  const status = columns.status.length > 0 ? statusOf(cell('status')) : statusByDay(leftAt, now)
  const faults: CellFault[] = []
  const fault = (field: Field, detail: string) => faults.push({ field, detail })
  if (!isAddress(email)) fault('email', 'must be an e-mail address')
  const isIdRead = isPlainLine(externalId, DIRECTORY_ID_AT_MOST)
  if (!isIdRead) {
    fault('id', `must be one line of at most ${DIRECTORY_ID_AT_MOST} characters`)
  }
  if (status === undefined) fault('status', `must be one of: ${Object.keys(STATUS_WORDS).join(', ')}`)
  if (leftAt === undefined)
    fault('left_at', 'must be a day like 2026-11-22 or a time like 2026-11-22T03:45:39Z')
  if (leftAt && isTooFarAhead(leftAt, now)) fault('left_at', 'is too far ahead to be a leaving day')
  if (!isPlainLine(department, DEPARTMENT_AT_MOST)) {
    fault('department', `must be one line of at most ${DEPARTMENT_AT_MOST} characters`)
  }
  if (faults.length > 0 || status === undefined || leftAt === undefined)
    return { ok: false, externalId: isIdRead ? externalId : null, faults }
  const manager = cell('manager')
  const row = {
    externalId,
    hasId: id !== '',
    email,
    status,
    managerEmail: isAddress(manager) ? manager : null,
    department: department || null,
    leftAt: status === 'left' ? leftAt : null,
  }
  return { ok: true, row }
}

/** Personnel systems write 9998-12-31 where they know no day. */
const isTooFarAhead = (leftAt: string, now: Date): boolean =>
  Date.parse(leftAt) - now.getTime() > LEAVING_AHEAD_DAYS_AT_MOST * DAY_MS

function statusOf(word: string): DirectoryStatus | undefined {
  const plain = word.toLowerCase()
  return Object.hasOwn(STATUS_WORDS, plain) ? STATUS_WORDS[plain] : undefined
}

const statusByDay = (leftAt: string | null | undefined, now: Date): DirectoryStatus =>
  leftAt && Date.parse(leftAt) <= now.getTime() ? 'left' : 'active'

/** ISO; null where the cell is empty, undefined where it holds something else. */
function timeOf(cell: string): string | null | undefined {
  if (cell === '') return null
  const isTime = day.safeParse(cell).success || moment.safeParse(cell).success
  if (!isTime || cell < FIRST_YEAR || cell >= LAST_YEAR) return undefined
  return new Date(cell).toISOString()
}
