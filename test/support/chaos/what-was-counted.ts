import type { Sql } from '../../../src/db/client.ts'
import { EVENT_RULE_IDS } from '../../../src/model/core/rule-ids.ts'
import { STREAM_NAMES, STREAMS } from '../../../src/model/core/streams.ts'

const STREAMS_OF_FULL_RUNS = STREAM_NAMES.filter((stream) => STREAMS[stream].lane === 'full')

/**
 * Everything that counts something, as sorted lines of text without ids of our own making, so that two databases that
 * collected the same tenant can be laid side by side. Progress is that of the runs which are meant: a Schedule may have
 * started more. Left out is what depends on how the two lanes happen to overtake each other: how often evidence was
 * brought up to date, and how much an incremental run reads again, which is nothing where the full run's listing came
 * first; and the denominators of event rules, which are those of their last evaluation alone.
 */
export async function whatWasCounted(
  sql: Sql,
  integrationId: string,
  runIds: readonly string[],
): Promise<Record<string, string[]>> {
  const own = sql`integration_id = ${integrationId}`
  const person = sql`(select p.ref from people p where p.id = person_id)`
  const finding = sql`(select concat_ws(' ', f.rule_id, f.asset_kind, f.asset_external_id) from findings f where f.id = finding_id)`
  const queries = {
    activity_daily: sql`select subject_kind, case subject_kind when 'person'
        then (select p.ref from people p where p.id = subject::uuid) else subject end as who, day, signal, count, last_at
      from activity_daily where ${own}`,
    person_activity: sql`select ${person} as who, signal, last_at from person_activity where ${own}`,
    run_streams: sql`select r.kind, s.stream, s.state, s.records, s.quarantined
      from run_streams s join runs r on r.id = s.run_id where r.id in ${sql(runIds)}
        and not (r.kind = 'incremental' and s.stream in ${sql(STREAMS_OF_FULL_RUNS)})`,
    findings: sql`select rule_id, asset_kind, asset_external_id, state, severity, effective_severity, reopened_count
      from findings where ${own}`,
    finding_events: sql`select ${finding} as finding, kind, count(*) from finding_events
      where ${own} and kind <> 'updated' group by 1, 2`,
    rule_results: sql`select rule_id, passed, failed, not_evaluated, reason from rule_results
      where ${own} and not rule_id in ${sql(EVENT_RULE_IDS)}`,
    observations: sql`select ${finding} as finding, o.stream, o.event_id from observations o where ${own}`,
    quarantine: sql`select stream, reason, path, count(*) from quarantine where ${own} group by 1, 2, 3`,
    people: sql`select ref, email, name from people where ${own}`,
    events: sql`select stream, event_type, action, count(*), count(distinct event_id) from events where ${own}
      group by 1, 2, 3`,
    messages: sql`select author_kind, count(*) from messages where ${own} group by 1`,
    definitions: sql`select configuration_id, count(*), max(no) from asset_versions where ${own} group by asset_id, 1`,
    asset_versions_of_now: sql`select kind, count(*), count(deleted_at) from assets where ${own} group by 1`,
  }
  const counted: Record<string, string[]> = {}
  for (const [name, query] of Object.entries(queries)) {
    const rows = await sql<{ line: string }[]>`select row_to_json(q)::text as line from (${query}) q`
    counted[name] = rows.map(({ line }) => line).sort()
  }
  return counted
}
