import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { asFindingId } from '../../model/core/ids.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { refuseUnusableExpiry } from '../expiry.ts'
import { findNamed } from '../find-integration.ts'
import { filterOf } from '../finding-filters.ts'
import { tagsRead } from '../finding-tag.ts'
import { changeFinding, changeMany, commentOn } from '../people-axis.ts'
import { IdempotencyHeader, json, jsonBody, problems, uuid } from '../schemas/common.ts'
import {
  BulkChange,
  BulkChangedSchema,
  ChangeFinding,
  CommentedSchema,
  CommentInput,
  IfMatchHeader,
  TriagedSchema,
  triagedView,
} from '../schemas/triage.ts'
import type { Searches } from '../searches.ts'

const tags = ['findings']
const params = z.object({ id: uuid.openapi({ description: "The finding's id." }) })

const change = createRoute({
  method: 'patch',
  path: '/findings/{id}',
  summary: 'Triage or assign a finding, with a note',
  description:
    'What people say of it; whether it stands is for evaluations to say. Each change is in its history with who made it. The ETag of the answer is good for the next If-Match.',
  tags,
  request: { params, headers: IfMatchHeader, body: jsonBody(ChangeFinding) },
  responses: { 200: json(TriagedSchema, 'As it is now'), ...problems(404, 409, 412, 413, 415, 422) },
})

const comment = createRoute({
  method: 'post',
  path: '/findings/{id}/comments',
  summary: 'Add a comment to the history of a finding',
  tags,
  request: { params, headers: IdempotencyHeader, body: jsonBody(CommentInput) },
  responses: { 200: json(CommentedSchema, 'Added'), ...problems(404, 409, 413, 415, 422) },
})

const bulk = createRoute({
  method: 'post',
  path: '/findings/bulk',
  summary: 'Triage, assign or except up to 10,000 findings, named by ids or by a filter: all of them or none',
  description:
    'With a filter, `expected_count` says how many it was seen to match: where it matches another number, nothing is changed (409).',
  tags,
  request: { headers: IdempotencyHeader, body: jsonBody(BulkChange) },
  responses: { 200: json(BulkChangedSchema, 'Done'), ...problems(404, 409, 413, 415, 422) },
})

export function triageRoutes(deps: ApiDeps, searches: Searches) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(bulk, async (context) => {
    const input = context.req.valid('json')
    if (input.action === 'except') refuseUnusableExpiry(deps, input.expires_at ?? null)
    const named = await findNamed(deps, context, input.filter?.integration)
    const filter = input.filter
      ? filterOf(input.filter, named)
      : { ids: [...new Set(input.ids)].map(asFindingId) }
    const what = { action: 'finding.bulk', target: 'findings', detail: choicesOf(input) }
    const changed = await searches.run(context.get('caller'), input.filter?.q, () =>
      audited(deps, context, what, () => changeMany(deps, context, filter, input)),
    )
    return context.json(changed, 200)
  })
  routes.openapi(change, async (context) => {
    const id = asFindingId(context.req.valid('param').id)
    const wish = context.req.valid('json')
    const read = tagsRead(context)
    const what = {
      action: 'finding.triage',
      target: `finding/${id}`,
      detail: { fields: Object.keys(wish), ...(wish.triage && { triage: wish.triage }) },
    }
    const { row, said } = await audited(deps, context, what, () =>
      changeFinding(deps, context, id, { ...wish, read }),
    )
    context.header('ETag', `"${said}"`)
    const view = triagedView(row)
    // Who it is for stays out of the row that a repeated request is answered from.
    const { assignee: _assignee, ...rest } = view
    context.set('answerWhenRepeated', rest)
    return context.json(view, 200)
  })
  routes.openapi(comment, async (context) => {
    const id = asFindingId(context.req.valid('param').id)
    const { text } = context.req.valid('json')
    const what = { action: 'finding.comment', target: `finding/${id}` }
    const added = await audited(deps, context, what, () => commentOn(deps, context, id, text))
    return context.json({ id: added.id, finding_id: id, at: added.at }, 200)
  })
  return routes
}

/** What was chosen, for the audit log: no text, and of a filter the names of what it goes by. */
function choicesOf(input: z.output<typeof BulkChange>) {
  return {
    action: input.action,
    ...(input.ids && { ids: input.ids.length }),
    ...(input.filter && { filter: Object.keys(input.filter), expected_count: input.expected_count ?? null }),
    ...(input.action === 'triage' && { triage: input.triage }),
    ...(input.action === 'except' && { expires_at: input.expires_at ?? null }),
  }
}
