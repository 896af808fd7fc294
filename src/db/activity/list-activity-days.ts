import type { ActivitySubject, DailySignal } from '../../model/core/activity.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

export interface ActivityDay {
  readonly subjectKind: ActivitySubject
  readonly subject: string
  /** `2026-11-29`, UTC. */
  readonly day: string
  readonly signal: DailySignal
  readonly count: number
  /** ISO. */
  readonly lastAt: string
}

/** What a row is found by, in the order of the list. */
export type ActivityKey = readonly [subjectKind: string, subject: string, day: string, signal: string]

export interface ActivityFilter {
  readonly integrationId: IntegrationId
  readonly subjectKind?: ActivitySubject | undefined
  readonly subject?: string | undefined
  /** Both days belong to it. */
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly after?: ActivityKey | undefined
  readonly limit: number
}

/** Days in the order of their key, so that a page costs what is on it. Read the integration within a scope before. */
export function listActivityDays(sql: Sql, filter: ActivityFilter): Promise<ActivityDay[]> {
  const { subjectKind, subject, since, until, after } = filter
  return quietly(sql<ActivityDay[]>`
    select subject_kind as "subjectKind", subject, day::text as day, signal, count::float8 as count,
      last_at as "lastAt"
    from activity_daily
    where integration_id = ${filter.integrationId} and count > 0
      ${subjectKind === undefined ? sql`` : sql`and subject_kind = ${subjectKind}`}
      ${subject === undefined ? sql`` : sql`and subject = ${subject}`}
      ${since === undefined ? sql`` : sql`and day >= ${since}::text::date`}
      ${until === undefined ? sql`` : sql`and day <= ${until}::text::date`}
      ${
        after === undefined
          ? sql``
          : sql`and (subject_kind, subject, day, signal) > (${after[0]}, ${after[1]}, ${after[2]}::text::date, ${after[3]})`
      }
    order by subject_kind, subject, day, signal
    limit ${filter.limit}`)
}

export interface LastUse {
  readonly subject: string
  readonly signal: DailySignal
  /** ISO. */
  readonly at: string
}

/** When some subjects last did anything, and in which signal it shows; whoever did nothing in the days kept is absent. */
export async function lastUses(
  sql: Sql,
  of: {
    readonly integrationId: IntegrationId
    readonly subjectKind: ActivitySubject
    readonly subjects: readonly string[]
  },
): Promise<ReadonlyMap<string, LastUse>> {
  if (of.subjects.length === 0) return new Map()
  const rows = await quietly(sql<LastUse[]>`
    select distinct on (subject) subject, signal, last_at as at from activity_daily
    where integration_id = ${of.integrationId} and subject_kind = ${of.subjectKind}
      and subject = any(${of.subjects as string[]}::text[])
    order by subject, last_at desc, signal`)
  return new Map(rows.map((row) => [row.subject, row]))
}
