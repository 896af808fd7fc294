import type { SQL } from 'drizzle-orm'
import { and, asc, gt, sql } from 'drizzle-orm'
import type { FindingId } from '../../model/core/ids.ts'
import type { Period } from '../../model/core/period.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import type { Finding } from '../findings/list-findings.ts'
import { LISTED, SIGHTED } from '../findings/list-findings.ts'
import { findingSightings, findings } from '../schema/meaning.ts'
import { within } from '../scope.ts'

/** With what it was judged on. Whether it is excepted is told by exceptions themselves. */
export type ActiveFinding = Omit<Finding, 'excepted'>

/**
 * Findings that were open at some time of a period, or of which something was said or found out in it, in the order of their
 * ids, which is that of their making. What a finding was
 * when the period began is told by its history: the last event before that opened it, resolved it or opened it again. Where
 * there is none, it was first seen before Casbah wrote anything down, and what it is now decides.
 */
export function nextActiveFindings(
  db: Db,
  scope: Scope,
  period: Period,
  page: { readonly after: FindingId | null; readonly limit: number },
): Promise<ActiveFinding[]> {
  const { parameters, judged } = findings
  return db
    .select({ ...LISTED, parameters, judged })
    .from(findings)
    .innerJoin(findingSightings, SIGHTED)
    .where(
      and(
        within(scope, findings.integrationId),
        isActiveWithin(period),
        page.after === null ? undefined : gt(findings.id, page.after),
      ),
    )
    .orderBy(asc(findings.id))
    .limit(page.limit)
}

function isActiveWithin({ from, until }: Period): SQL {
  return sql`(${findings.firstSeenAt} < ${until}::text::timestamptz and (
    ${findings.firstSeenAt} >= ${from}::text::timestamptz
    or exists (select from finding_events e where e.finding_id = ${findings.id}
      and e.at >= ${from}::text::timestamptz and e.at < ${until}::text::timestamptz)
    or coalesce(
      (select e.kind <> 'resolved' from finding_events e where e.finding_id = ${findings.id}
        and e.kind in ('opened', 'resolved', 'reopened') and e.at < ${from}::text::timestamptz
        order by e.at desc, e.id desc limit 1),
      ${findings.resolvedAt} is null or ${findings.resolvedAt} >= ${from}::text::timestamptz)))`
}
