import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Sql } from '../../../src/db/client.ts'

/** For a worker's environment: its commits say which attempt they are; see `preload-watched-commits.ts`. */
export const watchedEnv = (fence: 'on' | 'off'): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import=${pathToFileURL(fileURLToPath(new URL('preload-watched-commits.ts', import.meta.url)))}`,
  CHAOS_FENCE: fence,
})

/**
 * Triggers that record, within each commit's own transaction, which attempt wrote and whose the checkpoint was by
 * then. What is rolled back leaves nothing, so a row here is a row that really was written. The attempt is null
 * where something else than a commit moved a checkpoint.
 */
export async function watchCommits(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table watched_commits (
      transaction bigint not null, at timestamptz not null default clock_timestamp(), stream text not null,
      attempt bigint[], fence bigint[] not null);
    create table watched_rows (transaction bigint not null, of_table text not null, rows bigint not null);
    create function watch_commit() returns trigger language plpgsql as $$ begin
      insert into watched_commits (transaction, stream, attempt, fence)
      values (txid_current(), new.stream, nullif(current_setting('casbah.attempt', true), '')::bigint[], new.fence);
      return null; end $$;
    create function watch_rows() returns trigger language plpgsql as $$ begin
      insert into watched_rows select txid_current(), tg_table_name, count(*) from written having count(*) > 0;
      return null; end $$;
    create trigger watched after update on checkpoints for each row
      when (old.seq is distinct from new.seq) execute function watch_commit();`)
  for (const table of ['assets', 'asset_sightings', 'events', 'messages', 'activity_daily']) {
    for (const deed of ['insert', 'update']) {
      await sql.unsafe(`create trigger watched_${deed} after ${deed} on ${table}
        referencing new table as written for each statement execute function watch_rows()`)
    }
  }
}

export interface StaleWrites {
  /** Commits by an attempt that was not the checkpoint's any more. */
  readonly commits: number
  /** Rows written in them, checkpoints among them. */
  readonly rows: number
}

export async function staleWrites(sql: Sql): Promise<StaleWrites> {
  const [row] = await sql<StaleWrites[]>`
    with stale as (select transaction from watched_commits where attempt is distinct from fence)
    select (select count(*) from stale) as commits,
      (select count(*) from stale) + coalesce((select sum(rows) from watched_rows
        where transaction in (select transaction from stale)), 0)::bigint as rows`
  return row ?? { commits: 0, rows: 0 }
}

/** When this attempt has committed, newest first. */
export async function commitsOf(sql: Sql, attempt: readonly number[], stream: string): Promise<string[]> {
  const rows = await sql<{ at: string }[]>`select at from watched_commits
    where stream = ${stream} and attempt = ${`{${attempt.join(',')}}`}::text::bigint[] order by at desc`
  return rows.map(({ at }) => at)
}
