import type { SQL } from 'drizzle-orm'
import { and, gt, sql } from 'drizzle-orm'
import type { FindingId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { LIVE_EXCEPTIONS } from '../exceptions/matches.ts'
import type { Cells } from '../portal.ts'
import { cellPages, rowPages } from '../portal.ts'
import { findingSightings, findings } from '../schema/meaning.ts'
import { fixed, named } from '../statement.ts'
import type { FindingFilter } from './finding-filter.ts'
import { whereFindings } from './finding-filter.ts'
import type { ListedFinding } from './list-findings.ts'
import { LISTED, SIGHTED } from './list-findings.ts'

/**
 * All findings that a filter leaves, some at a time, in the order of their ids, which is that of their making. One statement
 * for all, and not a page after the other: it is planned once (that took longer than to read a hundred rows), and what is
 * excepted is found out once for all.
 */
export interface FindingWalk {
  readonly scope: Scope
  readonly filter: FindingFilter
  /** Of what was made after it; null: from the first. */
  readonly after: FindingId | null
  /** How many at most; null: all. */
  readonly most: number | null
  /** Findings at a time. */
  readonly size: number
}

const WALKED = { ...LISTED, excepted: sql`excepted.what` }
const SELECTED = fixed(sql`
  select ${named(WALKED)}
  from ${findings} join ${findingSightings} on ${SIGHTED}
  left join ${LIVE_EXCEPTIONS} excepted on excepted.finding_id = ${findings.id}`)

const walked = ({ scope, filter, after, most }: FindingWalk): SQL => sql`${SELECTED}
  where ${and(sql`true`, whereFindings(scope, filter), after === null ? undefined : gt(findings.id, after))}
  order by ${findings.id}
  limit ${most}::bigint`

export const walkFindings = (snapshot: Db, walk: FindingWalk): AsyncGenerator<readonly ListedFinding[]> =>
  rowPages(snapshot, walked(walk), walk.size)

/** The same as texts; see `FINDING_CELLS` for which is which. */
export const walkFindingCells = (snapshot: Db, walk: FindingWalk): AsyncGenerator<readonly Cells[]> =>
  cellPages(snapshot, walked(walk), walk.size)

/** At which place of a row each value is. */
export const FINDING_CELLS = Object.fromEntries(
  Object.keys(WALKED).map((name, at) => [name, at]),
) as Readonly<Record<keyof typeof WALKED, number>>
