import { randomUUIDv7 } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { asExceptionId } from '../../model/core/ids.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import {
  endException,
  extendException,
  findException,
  makeException,
  placeOf,
  showException,
} from '../exceptions.ts'
import { refuseUnusableExpiry } from '../expiry.ts'
import { RevisionIfMatch } from '../revision.ts'
import { IdempotencyHeader, json, jsonBody, problems, uuid } from '../schemas/common.ts'
import { ChangeException, CreateException, scopeOf, WrittenExceptionSchema } from '../schemas/exception.ts'

const tags = ['exceptions']
const params = z.object({ id: uuid.openapi({ description: "The exception's id." }) })

const create = createRoute({
  method: 'post',
  path: '/exceptions',
  summary: 'Tolerate a finding, a rule, an asset, or a rule on an asset, for a time',
  description:
    'In effect at once, on what is found later as well. What matches stays as it is, and says that it is excepted; nothing of its history changes.',
  tags,
  request: { headers: IdempotencyHeader, body: jsonBody(CreateException) },
  responses: { 201: json(WrittenExceptionSchema, 'Made'), ...problems(403, 404, 409, 413, 415, 422) },
})

const change = createRoute({
  method: 'patch',
  path: '/exceptions/{id}',
  summary: 'Change why, until when, or who answers for it',
  description: 'What it is about does not change: that would be another decision.',
  tags,
  request: { params, headers: RevisionIfMatch, body: jsonBody(ChangeException) },
  responses: {
    200: json(WrittenExceptionSchema, 'As it is now'),
    ...problems(403, 404, 409, 412, 413, 415, 422),
  },
})

const disable = createRoute({
  method: 'post',
  path: '/exceptions/{id}/disable',
  summary: 'Take it back, at once; it stays in the list as disabled',
  tags,
  request: { params, headers: RevisionIfMatch },
  responses: { 200: json(WrittenExceptionSchema, 'Disabled'), ...problems(403, 404, 409, 412, 413, 422) },
})

export function exceptionChangeRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(create, async (context) => {
    const input = context.req.valid('json')
    refuseUnusableExpiry(deps, input.expires_at ?? null)
    const scope = scopeOf(input)
    const place = await placeOf(deps, context, scope, input.integration_id)
    const { key = null, reason, owner, expires_at: expiresAt = null } = input
    const id = asExceptionId(randomUUIDv7())
    const what = {
      action: 'exception.create',
      target: `exception/${id}`,
      detail: {
        integration_id: place.integrationId,
        by: scope.by,
        ...('ruleId' in scope && { rule_id: scope.ruleId }),
        expires_at: expiresAt,
      },
    }
    const made = { id, key, integrationId: place.integrationId, scope, reason, owner, expiresAt }
    await audited(deps, context, what, () => makeException(deps, context, made, place.findingId))
    context.header('Location', `/api/v1/exceptions/${id}`)
    return context.json(await written(deps, context, id), 201)
  })
  routes.openapi(change, async (context) => {
    const row = await findException(deps, context, context.req.valid('param').id)
    const { expires_at: expiresAt, ...texts } = context.req.valid('json')
    if (expiresAt !== undefined) refuseUnusableExpiry(deps, expiresAt)
    const what = {
      action: 'exception.change',
      target: `exception/${row.id}`,
      detail: {
        fields: Object.keys(context.req.valid('json')),
        ...(expiresAt !== undefined && { expires_at: expiresAt }),
      },
    }
    await audited(deps, context, what, () => extendException(deps, context, row, { ...texts, expiresAt }))
    return context.json(await written(deps, context, row.id), 200)
  })
  routes.openapi(disable, async (context) => {
    const row = await findException(deps, context, context.req.valid('param').id)
    const what = { action: 'exception.disable', target: `exception/${row.id}` }
    await audited(deps, context, what, () => endException(deps, context, row))
    return context.json(await written(deps, context, row.id), 200)
  })
  return routes
}

/** The exception as it is now. People's words stay out of the row that a repeated request is answered from. */
async function written(deps: ApiDeps, context: Context<ApiEnv>, id: string) {
  const view = await showException(deps, context, await findException(deps, context, id))
  const { reason: _reason, owner: _owner, ...rest } = view
  context.set('answerWhenRepeated', rest)
  return view
}
