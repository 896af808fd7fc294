import { sql } from 'drizzle-orm'
import type { PersonId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { LastUsesJson, UseOfAsset } from '../activity/last-uses-json.ts'
import { lastUsesJson, usesOfAssets } from '../activity/last-uses-json.ts'
import type { Db } from '../client.ts'
import type { KnownPerson } from '../people/get-people.ts'
import type { PeopleJson } from '../people/people-json.ts'
import { peopleById, peopleJson } from '../people/people-json.ts'
import { fixed, rowsOf } from '../statement.ts'
import type { Asset, AssetFilter } from './list-assets.ts'
import { assetPage } from './list-assets.ts'

export interface AssetPage {
  readonly rows: readonly Asset[]
  /** Those behind them. */
  readonly people: ReadonlyMap<PersonId, KnownPerson>
  readonly useOf: UseOfAsset
}

interface Row extends Asset {
  readonly people: PeopleJson
  readonly uses: LastUsesJson
}

const PEOPLE_OF_PAGE = fixed(sql`select entry.value::uuid from page, jsonb_each_text(page."personIds") entry`)

/** The assets of a page, who is behind them and when they were last used, in one way there and back. */
export async function readAssetPage(db: Db, scope: Scope, filter: AssetFilter): Promise<AssetPage> {
  const uses = lastUsesJson(filter.kind)
  // Once for the page, beside one of its rows.
  const rows = await rowsOf<Row>(
    db,
    'read_asset_page',
    sql`with page as materialized (${assetPage(scope, filter)})
      select page.*, case row_number() over () when 1 then ${peopleJson(scope, PEOPLE_OF_PAGE)} end as people,
        ${uses === null ? sql`null` : sql`case row_number() over () when 1 then ${uses} end`} as uses
      from page order by id`,
  )
  return {
    rows,
    people: peopleById(rows.find(({ people }) => people !== null)?.people ?? null),
    useOf: usesOfAssets(rows.find((row) => row.uses !== null)?.uses ?? null),
  }
}
