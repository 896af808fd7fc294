import type { AssetKind } from '../../model/core/assets.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../model/core/streams.ts'
import type { Tx } from '../client.ts'
import type { Batch } from './batch.ts'
import { seeUnread } from './see-unread.ts'

/**
 * Absence. An asset is gone when a *completed* listing of its scope (the stream, or one parent's list) lacks it.
 * "Lacks" is read from sightings: an older run saw it last, and before this run began to read the stream. Both,
 * since two lanes may read the same kind at once: a key check (run 9) must not judge by number what a full run
 * (run 4) saw a minute ago, nor the full run what the key check saw.
 *
 * What is under a parent goes with it. A child whose parent went away between its own reading and now is caught
 * when the child's stream is done. What a run did not complete, it does not judge; nor does it take a record that
 * it could not read (`see-unread.ts`) for one that is not there.
 */
const WHOLE_STREAM = ''

export async function sweep(tx: Tx, batch: Batch, startedAt: string): Promise<number> {
  const kind = kindOf(batch.stream)
  if (kind === null) return 0
  await seeUnread(tx, batch, kind)
  let swept = 0
  if (batch.completed.length > 0) {
    const gone = await sweepScopes(tx, batch, kind, startedAt)
    swept += gone.length + (await sweepChildren(tx, batch, gone))
  }
  if (batch.reread !== undefined) swept += await sweepRemoved(tx, batch, kind, batch.reread.gone)
  else if (batch.done) swept += await sweepOrphans(tx, batch, kind, startedAt)
  return swept
}

function kindOf(stream: StreamName): AssetKind | null {
  const { records } = STREAMS[stream]
  return records.type === 'asset' ? records.kind : null
}

async function sweepScopes(tx: Tx, batch: Batch, kind: AssetKind, startedAt: string): Promise<string[]> {
  const whole = batch.completed.includes(WHOLE_STREAM)
  const rows = await tx<{ externalId: string }[]>`
    with gone as (
      select a.id from assets a left join asset_sightings s on s.asset_id = a.id
      where a.integration_id = ${batch.integrationId} and a.kind = ${kind} and a.deleted_at is null
        and (${whole} or a.parent_id = any(${batch.completed as string[]}::text[]))
        and (s.asset_id is null or (s.run_no < ${batch.runNo} and s.seen_at < ${startedAt}::text::timestamptz))
      order by a.external_id for update of a)
    update assets set deleted_at = now(), changed_at = now() from gone where assets.id = gone.id
    returning assets.external_id as "externalId"`
  return rows.map((row) => row.externalId)
}

/** Single things that an event called removed and that upstream does not know any more, with what is under them. */
async function sweepRemoved(tx: Tx, batch: Batch, kind: AssetKind, gone: readonly string[]): Promise<number> {
  if (gone.length === 0) return 0
  const { count } = await tx`
    update assets set deleted_at = now(), changed_at = now()
    where integration_id = ${batch.integrationId} and kind = ${kind} and deleted_at is null
      and external_id = any(${gone as string[]}::text[])`
  return count + (await sweepChildren(tx, batch, gone))
}

async function sweepChildren(tx: Tx, batch: Batch, parents: readonly string[]): Promise<number> {
  const kinds = STREAM_NAMES.filter((name) => STREAMS[name].parent === batch.stream).flatMap((name) => {
    const kind = kindOf(name)
    return kind === null ? [] : [kind]
  })
  if (parents.length === 0 || kinds.length === 0) return 0
  const { count } = await tx`
    update assets set deleted_at = now(), changed_at = now()
    where integration_id = ${batch.integrationId} and kind = any(${kinds}::text[])
      and parent_id = any(${parents as string[]}::text[]) and deleted_at is null`
  return count
}

async function sweepOrphans(tx: Tx, batch: Batch, kind: AssetKind, startedAt: string): Promise<number> {
  const parent = STREAMS[batch.stream].parent
  const parentKind = parent === undefined ? null : kindOf(parent)
  if (parentKind === null) return 0
  const { count } = await tx`
    update assets a set deleted_at = now(), changed_at = now()
    where a.integration_id = ${batch.integrationId} and a.kind = ${kind} and a.deleted_at is null
      and not exists (select from asset_sightings s where s.asset_id = a.id
        and (s.run_no >= ${batch.runNo} or s.seen_at >= ${startedAt}::text::timestamptz))
      and not exists (select from assets p where p.integration_id = a.integration_id
        and p.kind = ${parentKind} and p.external_id = a.parent_id and p.deleted_at is null)`
  return count
}
