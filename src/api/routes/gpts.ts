import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Asset } from '../../db/assets/list-assets.ts'
import { listAssets } from '../../db/assets/list-assets.ts'
import { listVersions } from '../../db/definitions/read-versions.ts'
import { listApprovals, liveApproval } from '../../db/definitions/write-approvals.ts'
import { APPROVAL_STATES } from '../../model/core/definitions.ts'
import { asApprovalId, asAssetId } from '../../model/core/ids.ts'
import { diffDefinitions } from '../../rules/definition-diff.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamedOne } from '../find-integration.ts'
import type { VersionName } from '../gpt-approvals.ts'
import { namedVersion } from '../gpt-approvals.ts'
import { authorsOf, findGpt, gptView, loadGpts } from '../gpts.ts'
import { lastUsesOf } from '../last-uses.ts'
import { after, afterId, cursorScope, onePage } from '../pages.ts'
import { notFound } from '../problem.ts'
import { pageQuery } from '../query.ts'
import { assetView } from '../schemas/asset.ts'
import { json, pageOf, plainText, problems, uuid } from '../schemas/common.ts'
import {
  ApprovalSchema,
  approvalView,
  blastView,
  DiffSchema,
  diffView,
  GptDetailSchema,
  GptSchema,
  GptVersionSchema,
  versionView,
} from '../schemas/gpt.ts'
import type { Searches } from '../searches.ts'

const tags = ['gpts']
const LONGEST_SEARCH = 200
/** A version's number, beyond what a GPT will ever have and within Postgres' integers. */
const MOST_VERSIONS = 1_000_000
const params = z.object({ id: uuid.openapi({ description: 'The id of the GPT as an asset.' }) })

const list = createRoute({
  method: 'get',
  path: '/gpts',
  summary: 'GPTs: whether somebody approved what they are, and how far harm would reach',
  tags,
  request: {
    query: z.strictObject({
      ...pageQuery,
      integration: uuid.optional(),
      approval: z.enum(APPROVAL_STATES).optional(),
      q: plainText(LONGEST_SEARCH)
        .optional()
        .openapi({ description: 'Part of an id, a name, or its owner’s name or address.' }),
    }),
  },
  responses: { 200: json(pageOf('GptPage', GptSchema), 'One page'), ...problems(404) },
})

const read = createRoute({
  method: 'get',
  path: '/gpts/{id}',
  summary: 'One GPT: its definition, its approval, its blast radius with every reason',
  tags,
  request: { params },
  responses: { 200: json(GptDetailSchema, 'The GPT'), ...problems(404) },
})

const versions = createRoute({
  method: 'get',
  path: '/gpts/{id}/versions',
  summary: 'What its definition has been, the newest first',
  tags,
  request: { params, query: z.strictObject(pageQuery) },
  responses: { 200: json(pageOf('GptVersionPage', GptVersionSchema), 'One page'), ...problems(404) },
})

const named = (name: 'approved' | 'current') =>
  z
    .union([z.literal(name), z.coerce.number().int().min(1).max(MOST_VERSIONS)])
    .default(name)
    .openapi({ type: 'string', example: name, description: `A version’s number, or \`${name}\`.` })

const diff = createRoute({
  method: 'get',
  path: '/gpts/{id}/diff',
  summary: 'What differs between two versions of its definition',
  description:
    'By default between what was approved and what it is now. Of texts it says that they differ and how long they are.',
  tags,
  request: { params, query: z.strictObject({ from: named('approved'), to: named('current') }) },
  responses: { 200: json(DiffSchema, 'What differs'), ...problems(404) },
})

const approvals = createRoute({
  method: 'get',
  path: '/gpts/{id}/approvals',
  summary: 'Who approved it, as what and why, the newest first',
  tags,
  request: { params, query: z.strictObject(pageQuery) },
  responses: { 200: json(pageOf('GptApprovalPage', ApprovalSchema), 'One page'), ...problems(404) },
})

export function gptRoutes(deps: ApiDeps, searches: Searches) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const scope = cursorScope(deps, 'gpts', query)
    const last = afterId(scope, query)
    const integrationId = await findNamedOne(deps, context, query.integration)
    const caller = context.get('caller')
    const filter = {
      integrationId,
      kind: 'chatgpt.gpt' as const,
      approval: query.approval,
      q: query.q,
      after: last === null ? undefined : asAssetId(last),
      limit: query.limit + 1,
    }
    const rows = await searches.run(caller, query.q, () => listAssets(db, caller.scope, filter))
    const key = ({ id }: Asset) => [id]
    const page = onePage(context, scope, query, { rows, key, view: (row) => row })
    const records = await loadGpts(deps, context, page.data)
    return context.json({ ...page, data: records.map(gptView) }, 200)
  })
  routes.openapi(read, async (context) => {
    const gpt = await findGpt(deps, context, context.req.valid('param').id)
    const [record] = await loadGpts(deps, context, [gpt])
    if (record === undefined) throw notFound('GPT')
    const { newest } = record.standing
    const authorOf = await authorsOf(deps, context, newest === null ? [] : [newest])
    const live = await liveApproval(db, gpt.id)
    const useOf = await lastUsesOf(deps.database.sql, [gpt])
    return context.json(
      {
        ...gptView(record),
        live_approval: live && approvalView(live),
        current: newest && versionView(newest, authorOf(newest)),
        blast_radius: blastView(record.blast),
        asset: assetView(gpt, record.people, useOf(gpt)),
      },
      200,
    )
  })
  routes.openapi(versions, async (context) => {
    const gpt = await findGpt(deps, context, context.req.valid('param').id)
    const query = context.req.valid('query')
    const scope = cursorScope(deps, `gpts/${gpt.id}/versions`, query)
    const last = after(scope, query, ['number'])
    const before = last === null ? undefined : Number(last[0])
    const rows = await listVersions(db, gpt, { before, limit: query.limit + 1 })
    const authorOf = await authorsOf(deps, context, rows)
    const view = (row: (typeof rows)[number]) => versionView(row, authorOf(row))
    return context.json(onePage(context, scope, query, { rows, key: ({ no }) => [no], view }), 200)
  })
  routes.openapi(diff, async (context) => {
    const gpt = await findGpt(deps, context, context.req.valid('param').id)
    const { from, to } = context.req.valid('query')
    const before = await namedVersion(deps, gpt, from as VersionName, 'from')
    const now = await namedVersion(deps, gpt, to as VersionName, 'to')
    const changes = diffDefinitions(before.definition, now.definition)
    return context.json(diffView(before, now, changes), 200)
  })
  routes.openapi(approvals, async (context) => {
    const gpt = await findGpt(deps, context, context.req.valid('param').id)
    const query = context.req.valid('query')
    const scope = cursorScope(deps, `gpts/${gpt.id}/approvals`, query)
    const last = afterId(scope, query)
    const before = last === null ? undefined : asApprovalId(last)
    const rows = await listApprovals(db, gpt.id, { before, limit: query.limit + 1 })
    return context.json(
      onePage(context, scope, query, { rows, key: ({ id }) => [id], view: approvalView }),
      200,
    )
  })
  return routes
}
