import { createHash, randomUUIDv7 } from 'node:crypto'
import type { TenantKind } from '../../model/core/assets.ts'
import { TENANT_KINDS } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'
import { holdLivingTx } from '../integrations/hold-living.ts'

export interface TenantAsset {
  readonly kind: TenantKind
  readonly externalId: string
}

/**
 * Keeps the assets that are there with the integration: the organization, the workspace, our own credentials. Findings
 * hang on them as on any other. What the integration has no more is gone; a row that is right already is not written.
 * The integration's row is held, so that a purge comes before (`IntegrationGone`) or after.
 */
export function keepTenantAssets(
  sql: Sql,
  integrationId: IntegrationId,
  wanted: readonly TenantAsset[],
): Promise<void> {
  const keep = async (tx: Tx) => {
    await holdLivingTx(tx, integrationId)
    await insertMissing(tx, integrationId, wanted)
    await dropOthers(tx, integrationId, wanted)
  }
  return quietly(sql.begin(keep)).then(() => undefined)
}

async function insertMissing(
  tx: Tx,
  integrationId: IntegrationId,
  wanted: readonly TenantAsset[],
): Promise<void> {
  const hashOf = ({ kind, externalId }: TenantAsset) =>
    createHash('sha256').update(`${kind} ${externalId}`).digest('hex')
  await tx`
    insert into assets as a (id, integration_id, kind, external_id, attributes, person_ids, content_hash)
    select u.id::uuid, ${integrationId}, u.kind, u.external_id, '{}'::jsonb, '{}'::jsonb, u.hash
    from unnest(${wanted.map(() => randomUUIDv7())}::text[], ${wanted.map(({ kind }) => kind)}::text[],
      ${wanted.map(({ externalId }) => externalId)}::text[], ${wanted.map(hashOf)}::text[])
      as u(id, kind, external_id, hash)
    order by u.kind, u.external_id
    on conflict (integration_id, kind, external_id) do update set deleted_at = null
    where a.deleted_at is not null`
}

async function dropOthers(
  tx: Tx,
  integrationId: IntegrationId,
  wanted: readonly TenantAsset[],
): Promise<void> {
  await tx`
    update assets set deleted_at = now()
    where integration_id = ${integrationId} and kind = any(${TENANT_KINDS as unknown as string[]}::text[])
      and deleted_at is null
      and (kind, external_id) not in (select * from unnest(${wanted.map(({ kind }) => kind)}::text[],
        ${wanted.map(({ externalId }) => externalId)}::text[]))`
}
