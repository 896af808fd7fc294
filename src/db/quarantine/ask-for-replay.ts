import type { IntegrationId } from '../../model/core/ids.ts'
import { MOST_FILES_A_REPLAY, streamsReplayedBy } from '../../model/core/replays.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

export interface AskedReplay {
  readonly stream: StreamName
  /** Records that are looked for again. */
  readonly records: number
  /** Files that are read for it; 0 for a stream without files. */
  readonly files: number
}

/** `files_set_aside`: whole files that could not be had, which needs no new version to be mended. */
export type ReplayedPart = 'everything' | 'files_set_aside'

/** Reasons of a whole file that upstream still has, as `log-file.ts` gives them. */
const SET_ASIDE = ['bad_checksum', 'link_refused', 'file_too_large'] as const
/** Those among them that pass: a file is as large the next day. */
const PASSING = ['bad_checksum', 'link_refused'] as const

/** How far back a stream without files is read, as on its first collection. */
const LOOK_BACK_DAYS = 30

/**
 * Puts the streams back to where their unreadable records are, in one transaction: first the fences (a running attempt
 * cannot commit any more, and its retry begins from the new cursor), then the records that are asked for, then the
 * cursors. Locks are taken in the order of every batch, checkpoint before quarantine.
 *
 * A record counts as settled once its stream has come to its end again and has not met it; see `settle-quarantine.ts`.
 */
export async function askForReplay(
  sql: Sql,
  integrationId: IntegrationId,
  what: ReplayedPart = 'everything',
): Promise<AskedReplay[]> {
  return await quietly(
    sql.begin(async (tx) => {
      const isAll = what === 'everything'
      await fenceOffUnsettled(tx, integrationId, isAll)
      const ofFiles = await askForFiles(tx, integrationId, isAll)
      const ofHistory = isAll ? await askForHistory(tx, integrationId) : []
      return [...ofFiles, ...ofHistory].sort((a, b) => (a.stream < b.stream ? -1 : 1))
    }),
  )
}

async function fenceOffUnsettled(tx: Tx, integrationId: IntegrationId, isAll: boolean): Promise<void> {
  const streams = [...streamsReplayedBy('files'), ...(isAll ? streamsReplayedBy('history') : [])]
  await tx`
    update checkpoints c set fence = c.fence || 1::bigint
    where c.integration_id = ${integrationId} and c.stream = any(${streams}::text[])
      and exists (select from quarantine q where q.integration_id = c.integration_id and q.stream = c.stream
        and q.settled_at is null and (${isAll} or q.reason = any(${[...PASSING]}::text[])))`
}

/**
 * A file that was set aside whole says what its bytes should be; one of which a record was, was checked then.
 *
 * The list in the cursor is replaced, so a record stays asked for only if its file is in the new list: at the stream's
 * end it would count as settled, unread. What a person has asked for is not replaced by what a run asks for itself.
 */
const askForFiles = (tx: Tx, integrationId: IntegrationId, isAll: boolean): Promise<AskedReplay[]> => tx<
  AskedReplay[]
>`
  with files as materialized (
    select q.stream, q.locator->>'fileId' as file_id,
      max(q.locator->>'sha256') filter (where q.reason = any(${[...SET_ASIDE]}::text[])) as sha256,
      row_number() over (partition by q.stream order by min(q.id::text)) as place
    from quarantine q
    where q.integration_id = ${integrationId} and q.settled_at is null
      and q.stream = any(${streamsReplayedBy('files') as string[]}::text[])
      and q.locator->>'fileId' is not null and q.reason <> 'file_gone'
      and (${isAll} or q.reason = any(${[...PASSING]}::text[])) and (${isAll} or not exists (
        select from checkpoints c where c.integration_id = q.integration_id and c.stream = q.stream
          and c.cursor ? 'again'))
    group by q.stream, q.locator->>'fileId'),
  taken as (select * from files where place <= ${MOST_FILES_A_REPLAY}),
  asked as (
    update quarantine q set replay_asked_at = case when t.file_id is null then null else clock_timestamp() end
    from quarantine o left join taken t on t.stream = o.stream and t.file_id = o.locator->>'fileId'
    where q.id = o.id and o.integration_id = ${integrationId} and o.stream in (select stream from taken)
      and o.settled_at is null and o.reason <> 'file_gone' and (t.file_id is not null or o.replay_asked_at is not null)
    returning q.stream, t.file_id),
  put_back as (
    update checkpoints c set cursor = c.cursor || jsonb_build_object('again', t.again)
    from (select stream, jsonb_agg(jsonb_build_object('id', file_id, 'sha256', sha256) order by place) as again
      from taken group by stream) t
    where c.integration_id = ${integrationId} and c.stream = t.stream and c.cursor is not null)
  select t.stream, count(*)::int as files,
    (select count(*)::int from asked a where a.stream = t.stream and a.file_id is not null) as records
  from taken t group by t.stream`

const askForHistory = (tx: Tx, integrationId: IntegrationId): Promise<AskedReplay[]> => tx<AskedReplay[]>`
  with asked as (
    update quarantine q set replay_asked_at = clock_timestamp()
    where q.integration_id = ${integrationId} and q.settled_at is null
      and q.stream = any(${streamsReplayedBy('history') as string[]}::text[])
      and q.created_at > now() - make_interval(days => ${LOOK_BACK_DAYS})
    returning q.stream),
  put_back as (
    update checkpoints c set cursor = jsonb_build_object('covered', floor(extract(epoch from
        greatest(c.covered_from, now() - make_interval(days => ${LOOK_BACK_DAYS})))) + 1)
    where c.integration_id = ${integrationId} and c.stream in (select stream from asked) and c.cursor is not null)
  select stream, count(*)::int as records, 0 as files from asked group by stream`
