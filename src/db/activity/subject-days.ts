import type { ActivitySubject, DailySignal } from '../../model/core/activity.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

export interface SubjectDay {
  readonly subject: string
  readonly signal: DailySignal
  /** Unix seconds: its beginning. */
  readonly day: number
  readonly count: number
  /** Unix seconds. */
  readonly lastAt: number
}

interface Asked {
  readonly integrationId: IntegrationId
  readonly subjectKind: ActivitySubject
  readonly subjects: readonly string[]
  /** Unix seconds; whole days from there on. */
  readonly from: number
}

/** The days of some subjects, oldest first. */
export function subjectDays(sql: Sql, of: Asked): Promise<SubjectDay[]> {
  if (of.subjects.length === 0) return Promise.resolve([])
  return quietly(sql<SubjectDay[]>`
    select subject, signal, extract(epoch from day)::float8 as day, count::float8 as count,
      extract(epoch from last_at)::float8 as "lastAt"
    from activity_daily
    where integration_id = ${of.integrationId} and subject_kind = ${of.subjectKind}
      and subject = any(${of.subjects as string[]}::text[])
      and day >= (to_timestamp(${of.from}) at time zone 'UTC')::date and count > 0
    order by day, last_at`)
}

/** Who of them has a day with at least so much in one signal: one row of theirs may be of another's, so it is a start. */
export async function busySubjects(sql: Sql, of: Asked & { readonly atLeast: number }): Promise<string[]> {
  if (of.subjects.length === 0) return []
  const rows = await quietly(sql<{ subject: string }[]>`
    select distinct subject from activity_daily
    where integration_id = ${of.integrationId} and subject_kind = ${of.subjectKind}
      and subject = any(${of.subjects as string[]}::text[])
      and day >= (to_timestamp(${of.from}) at time zone 'UTC')::date and count >= ${of.atLeast}`)
  return rows.map(({ subject }) => subject)
}
