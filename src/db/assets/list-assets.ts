import type { SQL } from 'drizzle-orm'
import { and, asc, eq, getTableColumns, gt, isNull, or, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { AssetKind } from '../../model/core/assets.ts'
import type { ApprovalState } from '../../model/core/definitions.ts'
import type { AssetId, IntegrationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { APPROVAL_STATE } from '../definitions/approval-state.ts'
import { assets, people } from '../schema/inventory.ts'
import { within } from '../scope.ts'
import { fixed, named, rowsOf } from '../statement.ts'

export type Asset = typeof assets.$inferSelect

export interface AssetFilter {
  readonly integrationId?: IntegrationId | undefined
  readonly kind?: AssetKind | undefined
  /** External id of the parent. */
  readonly parentId?: string | undefined
  readonly externalId?: string | undefined
  /** Part of an external id, of a name, or of the name or e-mail address of a person behind it. */
  readonly q?: string | undefined
  /** Also those that are gone upstream. */
  readonly withDeleted?: boolean | undefined
  /** Of GPTs: how an approval stands to what they are now. */
  readonly approval?: ApprovalState | undefined
  /** Keyset: assets after this one, in the order of their ids, which is the order they were first seen in. */
  readonly after?: AssetId | undefined
  readonly limit: number
}

export const listAssets = (db: Db, scope: Scope, filter: AssetFilter): Promise<readonly Asset[]> =>
  rowsOf<Asset>(db, 'list_assets', assetPage(scope, filter))

const PAGE = fixed(sql`select ${named(getTableColumns(assets))} from ${assets}`)

/** The statement of `listAssets`. */
export const assetPage = (scope: Scope, filter: AssetFilter): SQL => sql`
  ${PAGE} where ${and(
    sql`true`,
    within(scope, assets.integrationId),
    filter.integrationId && eq(assets.integrationId, filter.integrationId),
    filter.kind && eq(assets.kind, filter.kind),
    filter.parentId === undefined ? undefined : eq(assets.parentId, filter.parentId),
    filter.externalId === undefined ? undefined : eq(assets.externalId, filter.externalId),
    filter.q === undefined ? undefined : mentions(filter.q),
    filter.approval && sql`${APPROVAL_STATE} = ${filter.approval}`,
    filter.withDeleted ? undefined : isNull(assets.deletedAt),
    filter.after && gt(assets.id, filter.after),
  )}
  order by ${asc(assets.id)} limit ${filter.limit}`

/** Not `like`: what people type is no pattern. */
function mentions(q: string) {
  const needle = sql`lower(${q})`
  const holds = (text: SQL | PgColumn) => sql`position(${needle} in lower(${text})) > 0`
  // From the asset to its few people, each by the primary key: the other way round all people are gone through for each.
  const person = sql`exists (select 1 from jsonb_each_text(${assets.personIds}) as role(name, person_id)
    join ${people} on ${people.id} = role.person_id::uuid
    where ${holds(people.email)} or ${holds(people.name)})`
  return or(holds(assets.externalId), holds(sql`${assets.attributes} ->> 'name'`), person)
}

export async function getAsset(db: Db, scope: Scope, id: AssetId): Promise<Asset | null> {
  const [row] = await db
    .select()
    .from(assets)
    .where(and(eq(assets.id, id), within(scope, assets.integrationId)))
    .prepare('get_asset')
    .execute()
  return row ?? null
}
