import type { Definition } from '../../model/core/definitions.ts'
import type { ApprovalId, AssetId, IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

interface KnownVersion {
  readonly no: number
  readonly hash: string
  readonly definition: Definition
}

export interface ApprovedDefinition {
  readonly assetId: AssetId
  readonly approvalId: ApprovalId
  readonly approved: KnownVersion
  /** The newest. */
  readonly current: KnownVersion
}

/** Of these assets those that have a live approval, with what was approved and what is there now. */
export function approvedDefinitions(
  sql: Sql,
  integrationId: IntegrationId,
  assetIds: readonly AssetId[],
): Promise<ApprovedDefinition[]> {
  return quietly(sql<ApprovedDefinition[]>`
    select p.asset_id as "assetId", p.id as "approvalId",
      jsonb_build_object('no', a.no, 'hash', a.definition_hash, 'definition', a.definition) as approved,
      jsonb_build_object('no', c.no, 'hash', c.definition_hash, 'definition', c.definition) as current
    from definition_approvals p
    join asset_versions a on a.integration_id = p.integration_id and a.asset_id = p.asset_id and a.no = p.version_no
    join lateral (select no, definition_hash, definition from asset_versions
      where integration_id = p.integration_id and asset_id = p.asset_id order by no desc limit 1) c on true
    where p.integration_id = ${integrationId} and p.asset_id = any(${[...assetIds]}::uuid[])
      and p.ended_at is null`)
}
