import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Asset } from '../../db/assets/list-assets.ts'
import { getAsset } from '../../db/assets/list-assets.ts'
import { readAssetPage } from '../../db/assets/read-asset-page.ts'
import { getPeople } from '../../db/people/get-people.ts'
import { ASSET_KINDS } from '../../model/core/assets.ts'
import { asAssetId } from '../../model/core/ids.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamedOne } from '../find-integration.ts'
import { lastUsesOf } from '../last-uses.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { notFound } from '../problem.ts'
import { pageQuery } from '../query.ts'
import { AssetSchema, assetView } from '../schemas/asset.ts'
import { json, pageOf, plainText, problems, uuid } from '../schemas/common.ts'
import type { Searches } from '../searches.ts'

const tags = ['assets']
const LONGEST_SEARCH = 200

const list = createRoute({
  method: 'get',
  path: '/assets',
  summary: 'What exists upstream: users, GPTs, keys, projects, invites …',
  tags,
  request: {
    query: z.strictObject({
      ...pageQuery,
      integration: uuid.optional(),
      kind: z.enum(ASSET_KINDS).optional(),
      q: plainText(LONGEST_SEARCH)
        .optional()
        .openapi({ description: 'Part of an id, a name, or a person’s name or address.' }),
      deleted: z.enum(['true', 'false']).optional().openapi({
        description: '`true`: also what is gone upstream.',
      }),
    }),
  },
  responses: { 200: json(pageOf('AssetPage', AssetSchema), 'One page'), ...problems(404) },
})

const read = createRoute({
  method: 'get',
  path: '/assets/{id}',
  summary: 'One asset, with the people behind it',
  tags,
  request: { params: z.object({ id: uuid }) },
  responses: { 200: json(AssetSchema, 'The asset'), ...problems(404) },
})

export function assetRoutes(deps: ApiDeps, searches: Searches) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const scope = cursorScope(deps, 'assets', query)
    const last = afterId(scope, query)
    const integrationId = await findNamedOne(deps, context, query.integration)
    const caller = context.get('caller')
    const filter = {
      integrationId,
      kind: query.kind,
      q: query.q,
      withDeleted: query.deleted === 'true',
      after: last === null ? undefined : asAssetId(last),
      limit: query.limit + 1,
    }
    const { rows, people, useOf } = await searches.run(caller, query.q, () =>
      readAssetPage(db, caller.scope, filter),
    )
    const view = (row: Asset) => assetView(row, people, useOf(row))
    return context.json(onePage(context, scope, query, { rows, key: (row) => [row.id], view }), 200)
  })
  routes.openapi(read, async (context) => {
    const id = asAssetId(context.req.valid('param').id)
    const row = await getAsset(db, context.get('caller').scope, id)
    if (row === null) throw notFound('asset')
    const useOf = await lastUsesOf(deps.database.sql, [row])
    return context.json(assetView(row, await peopleOf(deps, context, [row]), useOf(row)), 200)
  })
  return routes
}

const peopleOf = (deps: ApiDeps, context: Context<ApiEnv>, rows: readonly Asset[]) =>
  getPeople(
    deps.database.drizzle,
    context.get('caller').scope,
    rows.flatMap((row) => Object.values(row.personIds)),
  )
