import type { Sql } from '../client.ts'

/** Upstream keeps logs for 30 days, so a first collection reaches two calendar months back at most. */
const MONTHS_BACK = 2
/** Enough that a deployment that is restarted or migrated now and then never writes to the default partition. */
const MONTHS_AHEAD = 3

/** Makes the partitions of `events` around today that are missing; returns how many. Safe to run at any time. */
export async function ensureMonthPartitions(
  sql: Sql,
  { back = MONTHS_BACK, ahead = MONTHS_AHEAD }: { back?: number; ahead?: number } = {},
): Promise<number> {
  const rows = await sql<{ made: boolean }[]>`
    select ensure_events_month((date_trunc('month', now() at time zone 'UTC') + make_interval(months => n))::date) as made
    from generate_series(${-back}::int, ${ahead}::int) as n`
  return rows.filter((row) => row.made).length
}
