import { and, gt, sql } from 'drizzle-orm'
import type { FindingId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { LIVE_EXCEPTIONS } from '../exceptions/matches.ts'
import { findingSightings, findings } from '../schema/meaning.ts'
import { named } from '../statement.ts'
import type { FindingFilter } from './finding-filter.ts'
import { whereFindings } from './finding-filter.ts'
import type { ListedFinding } from './list-findings.ts'
import { LISTED, SIGHTED } from './list-findings.ts'

/**
 * All findings that a filter leaves, some at a time, in the order of their ids, which is that of their making. A cursor of
 * Postgres, and not a page after the other: the statement is planned once (that took longer than to read a hundred rows),
 * and what is excepted is found out once for all. It lives as long as its transaction. Rows are named by Postgres, since
 * Drizzle would go through the columns of each.
 */
const CURSOR = sql.identifier('casbah_findings')

const NAMED = named(LISTED)

/** Begins in a snapshot, after the finding that is named. One at a time in a transaction. */
export async function beginWalk(
  snapshot: Db,
  scope: Scope,
  filter: FindingFilter,
  after: FindingId | null,
): Promise<void> {
  const beyond = after === null ? undefined : gt(findings.id, after)
  await snapshot.execute(sql`
    declare ${CURSOR} no scroll cursor for
    select ${NAMED}, excepted.what as excepted
    from ${findings} join ${findingSightings} on ${SIGHTED}
    left join ${LIVE_EXCEPTIONS} excepted on excepted.finding_id = ${findings.id}
    where ${and(sql`true`, whereFindings(scope, filter), beyond)}
    order by ${findings.id}`)
}

/** The next ones; fewer than were asked for at the end. */
export async function walkOn(snapshot: Db, count: number): Promise<readonly ListedFinding[]> {
  const rows: readonly unknown[] = await snapshot.execute(
    sql`fetch ${sql.raw(String(Math.trunc(count)))} from ${CURSOR}`,
  )
  return rows as readonly ListedFinding[]
}
