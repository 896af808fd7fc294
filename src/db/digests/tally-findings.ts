import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import { OWNER_ROLES, PERSON_KEY_END } from '../../model/core/finding-owner.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { FindingTally } from '../../model/core/week-numbers.ts'
import { AGED_DAYS, AGED_SEVERITIES, MOST_OLDEST } from '../../model/core/week-numbers.ts'
import type { Week } from '../../model/core/weekly.ts'
import type { Db } from '../client.ts'
import { exceptedIdsAt } from '../exceptions/matches.ts'
import { firstIdOf } from '../first-id.ts'
import { rowsOf } from '../rows-of.ts'

export interface Tallying {
  readonly integrationIds: readonly IntegrationId[]
  readonly week: Pick<Week, 'from' | 'until'>
  /** Whether whose they are is asked. */
  readonly byOwner: boolean
}

/**
 * All findings that stood at one of a week's two ends, or to which something happened in it, counted by what is asked of them.
 *
 * How a finding stood at a time is told by what was written of it since: if the first news is that it was resolved, it was open;
 * if there is none, it was as it is. Its severity then is the last that was written before. So the two ends of a week, which are
 * those of the weeks before and after it, are told the same whenever they are asked, and few histories are read.
 *
 * When something was written its id says, not `at`, which is when its evaluation began: one that takes an hour would write into
 * a week of which the numbers have been told.
 */
export function tallyFindings(
  tx: Db,
  { integrationIds, week, byOwner }: Tallying,
): Promise<readonly FindingTally[]> {
  if (integrationIds.length === 0) return Promise.resolve([])
  const among = sql`in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(integrationIds)}::text::jsonb))`
  const ends = { from: endOf(week.from), until: endOf(week.until) }
  return rowsOf<FindingTally>(
    tx,
    sql`
    with news as (${newsSince(ends, among)}),
    standing as (
      select f.id, f.integration_id, f.rule_id, f.category, f.first_seen_at,
        ${wasOpen(sql`n.next_from`)} as open_from, ${wasOpen(sql`n.next_until`)} as open_until,
        ${severityAt(sql`n.moved_from`, ends.from)} as severity_from,
        ${severityAt(sql`n.moved_until`, ends.until)} as severity_until,
        coalesce(n.opened, false) as opened, coalesce(n.resolved, false) as resolved,
        coalesce(n.reopened, false) as reopened,
        ${byOwner ? PEOPLE : sql`'{}'::jsonb`} as people
      from findings f left join news n on n.finding_id = f.id
      where f.integration_id ${among} and (f.state <> 'resolved' or n.finding_id is not null))
    select s.integration_id as "integrationId", s.rule_id as "ruleId", s.category,
      s.severity_from as "severityFrom", s.severity_until as "severityUntil",
      s.open_from as "openFrom", s.open_until as "openUntil",
      xf.finding_id is not null as "exceptedFrom", xu.finding_id is not null as "exceptedUntil",
      s.opened, s.resolved, s.reopened, ${ageAt(ends.until)} as age, s.people, count(*)::int as count,
      coalesce(to_jsonb((array_agg(${OLD_FINDING} order by s.first_seen_at, s.id)
        filter (where s.open_until and xu.finding_id is null and s.severity_until in ${[...AGED_SEVERITIES]}))[1:${sql.raw(String(MOST_OLDEST))}]), '[]') as oldest
    from standing s
    left join ${exceptedIdsAt(ends.from.at)} xf on xf.finding_id = s.id
    left join ${exceptedIdsAt(ends.until.at)} xu on xu.finding_id = s.id
    where s.open_from or s.open_until or s.opened or s.resolved or s.reopened
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14`,
  )
}

interface End {
  readonly at: SQL
  /** Before all that was written from then on. */
  readonly id: SQL
}

const endOf = (ms: number): End => ({
  at: sql`${new Date(ms).toISOString()}::text::timestamptz`,
  id: sql`${firstIdOf(ms)}::uuid`,
})

/** Of each finding, what was written of it since the week began. */
const newsSince = ({ from, until }: { readonly from: End; readonly until: End }, among: SQL): SQL => sql`
  select e.finding_id,
    (array_agg(e.kind order by e.sequence) filter (where e.kind <> 'severity_changed'))[1] as next_from,
    (array_agg(e.kind order by e.sequence)
      filter (where e.kind <> 'severity_changed' and e.id >= ${until.id}))[1] as next_until,
    bool_or(e.kind <> 'resolved') as moved_from,
    bool_or(e.kind <> 'resolved' and e.id >= ${until.id}) as moved_until,
    bool_or(e.kind = 'opened' and e.id < ${until.id}) as opened,
    bool_or(e.kind = 'resolved' and e.id < ${until.id}) as resolved,
    bool_or(e.kind = 'reopened' and e.id < ${until.id}) as reopened
  from finding_events e
  where e.id >= ${from.id} and e.integration_id ${among}
    and e.kind in ('opened', 'resolved', 'reopened', 'severity_changed')
  group by 1`

const wasOpen = (next: SQL): SQL => sql`case ${next} when 'resolved' then true when 'opened' then false
  when 'reopened' then false else f.state <> 'resolved' end`

/** Looked up where it may have been another one; whoever was opened later had none, and is not asked. */
const severityAt = (moved: SQL, { id }: End): SQL => sql`coalesce(case when ${moved} then (
  select coalesce(b.detail ->> 'to', b.detail ->> 'severity') from finding_events b
  where b.finding_id = f.id and b.id < ${id} and b.kind in ('opened', 'reopened', 'severity_changed')
  order by b.sequence desc limit 1) end, f.effective_severity)`

const ageAt = ({ at }: End): SQL => {
  const [old, veryOld] = AGED_DAYS.map((days) => sql.raw(String(days)))
  return sql`case when s.first_seen_at <= ${at} - make_interval(days => ${veryOld}) then ${veryOld}
    when s.first_seen_at <= ${at} - make_interval(days => ${old}) then ${old} else 0 end`
}

const OLD_FINDING = sql`jsonb_build_object('id', s.id,
  'firstSeenAt', to_char(s.first_seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))`

/** As evidence names them, and only those that may be its owner. */
const PEOPLE = sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(
  OWNER_ROLES.map((role) => {
    const key = sql.raw(`'${role === 'self' ? PERSON_KEY_END : `${role}_${PERSON_KEY_END}`}'`)
    return sql`${key}, f.evidence -> ${key}`
  }),
  sql`, `,
)}))`
