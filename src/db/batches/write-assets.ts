import { randomUUIDv7 } from 'node:crypto'
import type { AssetId, PersonId } from '../../model/core/ids.ts'
import type { AssetDraft } from '../../model/core/records.ts'
import type { Tx } from '../client.ts'
import type { KnownPerson } from '../people/people-cache.ts'
import { assetPlace } from '../seal/place.ts'
import type { Batch } from './batch.ts'
import { contentHash, sealedTextOf } from './content-hash.ts'
import { idOf } from './resolve-people.ts'

interface Existing {
  readonly id: AssetId
  readonly kind: string
  readonly externalId: string
  readonly contentHash: string
  readonly deleted: boolean
}

interface Written {
  readonly id: AssetId
  readonly kind: string
  readonly externalId: string
  readonly isNew: boolean
}

export interface WrittenAssets {
  readonly inserted: number
  readonly changed: number
  /** New or other than they were. */
  readonly written: readonly AssetDraft[]
}

interface Prepared {
  readonly asset: AssetDraft
  readonly personIds: Readonly<Record<string, PersonId>>
  readonly sealedText: string | null
  readonly hash: string
}

/**
 * Upserts in three steps. `on conflict do update … where` would lock, and so dirty, every row it meets, changed or
 * not; a re-scan of an unchanged tenant must cost reads. So: read hashes, upsert the new and the changed alone,
 * then note the sightings in their narrow table. Sealing happens only for what is written.
 */
export async function writeAssets(
  tx: Tx,
  batch: Batch,
  assets: readonly AssetDraft[],
  people: ReadonlyMap<string, KnownPerson>,
): Promise<WrittenAssets> {
  if (assets.length === 0) return { inserted: 0, changed: 0, written: [] }
  const prepared = assets.map((asset) => prepare(asset, batch, people))
  const ids = new Map<string, AssetId>()
  const existing = await readExisting(tx, batch, assets)
  for (const row of existing.values()) ids.set(keyOf(row), row.id)
  const changed = prepared.filter(({ asset, hash }) => {
    const row = existing.get(keyOf(asset))
    return !row || row.deleted || row.contentHash !== hash
  })
  const written = changed.length === 0 ? [] : await upsert(tx, batch, changed)
  for (const row of written) ids.set(keyOf(row), row.id)
  await see(tx, batch, assets, ids)
  const inserted = written.filter((row) => row.isNew).length
  return { inserted, changed: written.length - inserted, written: changed.map(({ asset }) => asset) }
}

const keyOf = (asset: { readonly kind: string; readonly externalId: string }): string =>
  `${asset.kind} ${asset.externalId}`

function prepare(asset: AssetDraft, batch: Batch, people: ReadonlyMap<string, KnownPerson>): Prepared {
  const personIds: Record<string, PersonId> = {}
  for (const role in asset.people) {
    const person = asset.people[role]
    if (person) personIds[role] = idOf(people, person.ref)
  }
  const sealedText = sealedTextOf(asset)
  return { asset, personIds, sealedText, hash: contentHash(asset, personIds, sealedText, batch.dataKey) }
}

async function readExisting(
  tx: Tx,
  batch: Batch,
  assets: readonly AssetDraft[],
): Promise<Map<string, Existing>> {
  const rows = await tx<Existing[]>`
    select a.id, a.kind, a.external_id as "externalId", a.content_hash as "contentHash",
      a.deleted_at is not null as deleted
    from unnest(${assets.map((asset) => asset.kind)}::text[],
      ${assets.map((asset) => asset.externalId)}::text[]) as u(kind, external_id)
    join assets a on a.integration_id = ${batch.integrationId} and a.kind = u.kind
      and a.external_id = u.external_id`
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/** Rows are locked in the order of their key: two lanes may write the same assets at once. */
function upsert(tx: Tx, batch: Batch, changed: readonly Prepared[]): Promise<Written[]> {
  const sealed = changed.map(({ asset, sealedText }) =>
    sealedText === null
      ? null
      : batch.dataKey.seal(assetPlace(asset), Buffer.from(sealedText, 'utf8')).toString('hex'),
  )
  return tx<Written[]>`
    insert into assets as a (id, integration_id, kind, external_id, parent_id, attributes, person_ids, sealed,
      content_hash)
    select u.id::uuid, ${batch.integrationId}, u.kind, u.external_id, u.parent_id, u.attributes::jsonb,
      u.person_ids::jsonb, decode(u.sealed, 'hex'), u.content_hash
    from unnest(${changed.map(() => randomUUIDv7())}::text[],
      ${changed.map(({ asset }) => asset.kind)}::text[],
      ${changed.map(({ asset }) => asset.externalId)}::text[],
      ${changed.map(({ asset }) => asset.parentId)}::text[],
      ${changed.map(({ asset }) => JSON.stringify(asset.attributes))}::text[],
      ${changed.map(({ personIds }) => JSON.stringify(personIds))}::text[],
      ${sealed}::text[],
      ${changed.map(({ hash }) => hash)}::text[])
      as u(id, kind, external_id, parent_id, attributes, person_ids, sealed, content_hash)
    order by u.kind, u.external_id
    on conflict (integration_id, kind, external_id) do update set
      parent_id = excluded.parent_id, attributes = excluded.attributes, person_ids = excluded.person_ids,
      sealed = excluded.sealed, content_hash = excluded.content_hash, changed_at = now(), deleted_at = null
    where a.content_hash is distinct from excluded.content_hash or a.deleted_at is not null
    returning a.id, a.kind, a.external_id as "externalId", (a.xmax = 0) as "isNew"`
}

/**
 * Notes that this run saw them. Both columns only grow: a full run of days must not make an asset look older
 * than a key check in the other lane has seen it since.
 */
async function see(
  tx: Tx,
  batch: Batch,
  assets: readonly AssetDraft[],
  ids: Map<string, AssetId>,
): Promise<void> {
  // The other lane wrote the very same content between our read and our upsert, which then returned nothing.
  const missing = assets.filter((asset) => !ids.has(keyOf(asset)))
  if (missing.length > 0) {
    for (const row of (await readExisting(tx, batch, missing)).values()) ids.set(keyOf(row), row.id)
  }
  await tx`
    insert into asset_sightings as s (asset_id, run_no, seen_at)
    select u.id::uuid, ${batch.runNo}::int, now() from unnest(${[...ids.values()]}::text[]) as u(id) order by u.id
    on conflict (asset_id) do update set
      run_no = greatest(s.run_no, excluded.run_no), seen_at = greatest(s.seen_at, excluded.seen_at)`
}
