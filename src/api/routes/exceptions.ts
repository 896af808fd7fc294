import { randomUUIDv7 } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Exception } from '../../db/exceptions/list-exceptions.ts'
import { countMatches, getException, listExceptions } from '../../db/exceptions/list-exceptions.ts'
import { EXCEPTION_STATES } from '../../model/core/exceptions.ts'
import type { ExceptionId } from '../../model/core/ids.ts'
import { asExceptionId } from '../../model/core/ids.ts'
import { RULE_IDS } from '../../model/core/rule-ids.ts'
import { MOST_EXCEPTION_DAYS } from '../../rules/exceptions.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { endException, extendException, makeException, placeOf } from '../exceptions.ts'
import { refuseUnusableExpiry } from '../expiry.ts'
import { findNamed } from '../find-integration.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { notFound } from '../problem.ts'
import { manyOf, pageQuery } from '../query.ts'
import { IdempotencyHeader, json, jsonBody, pageOf, problems, uuid } from '../schemas/common.ts'
import {
  ChangeException,
  CreateException,
  ExceptionSchema,
  exceptionView,
  scopeOf,
} from '../schemas/exception.ts'

const tags = ['exceptions']
const params = z.object({ id: uuid.openapi({ description: "The exception's id." }) })

const list = createRoute({
  method: 'get',
  path: '/exceptions',
  summary: 'Decisions to tolerate findings, newest first, and how many findings each is about now',
  description: 'Of every integration, and those that a token’s own integrations have.',
  tags,
  request: {
    query: z.strictObject({
      ...pageQuery,
      integration: manyOf(uuid, 'That bear on these integrations, by id.'),
      state: z.enum(EXCEPTION_STATES).optional(),
      rule: z.enum(RULE_IDS).optional(),
      expiring_within_days: z.coerce.number().int().min(1).max(MOST_EXCEPTION_DAYS).optional().openapi({
        type: 'integer',
        description: 'Live ones that end within so many days.',
      }),
      matches: z.enum(['none']).optional().openapi({
        description: 'Only those that no standing finding is matched by: what they were for is gone.',
      }),
    }),
  },
  responses: { 200: json(pageOf('ExceptionPage', ExceptionSchema), 'One page'), ...problems(404) },
})

const create = createRoute({
  method: 'post',
  path: '/exceptions',
  summary: 'Tolerate a finding, a rule, an asset, or a rule on an asset, for a time',
  description:
    'In effect at once, on what is found later as well. What matches stays as it is, and says that it is excepted; nothing of its history changes.',
  tags,
  request: { headers: IdempotencyHeader, body: jsonBody(CreateException) },
  responses: { 201: json(ExceptionSchema, 'Made'), ...problems(403, 404, 409, 413, 415, 422) },
})

const read = createRoute({
  method: 'get',
  path: '/exceptions/{id}',
  summary: 'One exception',
  tags,
  request: { params },
  responses: { 200: json(ExceptionSchema, 'The exception'), ...problems(404) },
})

const change = createRoute({
  method: 'patch',
  path: '/exceptions/{id}',
  summary: 'Change why, until when, or who answers for it',
  description: 'What it is about does not change: that would be another decision.',
  tags,
  request: { params, headers: IdempotencyHeader, body: jsonBody(ChangeException) },
  responses: { 200: json(ExceptionSchema, 'As it is now'), ...problems(403, 404, 409, 413, 415, 422) },
})

const disable = createRoute({
  method: 'post',
  path: '/exceptions/{id}/disable',
  summary: 'Take it back, at once; it stays in the list as disabled',
  tags,
  request: { params, headers: IdempotencyHeader },
  responses: { 200: json(ExceptionSchema, 'Disabled'), ...problems(403, 404, 409, 413, 422) },
})

export function exceptionRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  const shown = async (context: Context<ApiEnv>, row: Exception) => {
    const matches = await countMatches(db, context.get('caller').scope, [row.id])
    return exceptionView(row, matches.get(row.id))
  }
  const find = async (context: Context<ApiEnv>, id: ExceptionId): Promise<Exception> => {
    const row = await getException(db, context.get('caller').scope, id)
    if (row === null) throw notFound('exception')
    return row
  }
  const findOf = (context: Context<ApiEnv>, given: string) => find(context, asExceptionId(given))

  routes.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const cursor = cursorScope(deps, 'exceptions', query)
    const last = afterId(cursor, query)
    const filter = {
      integrationIds: await findNamed(deps, context, query.integration),
      state: query.state,
      ruleId: query.rule,
      expiringWithinDays: query.expiring_within_days,
      matchesNone: query.matches === 'none',
    }
    const { scope } = context.get('caller')
    const page = { before: last === null ? undefined : asExceptionId(last), limit: query.limit + 1 }
    const rows = await listExceptions(db, scope, filter, page)
    const ids = rows.map(({ id }) => id)
    const matches = await countMatches(db, scope, ids)
    const view = (row: Exception) => exceptionView(row, matches.get(row.id))
    return context.json(onePage(context, cursor, query, { rows, key: (row) => [row.id], view }), 200)
  })
  routes.openapi(create, async (context) => {
    const input = context.req.valid('json')
    refuseUnusableExpiry(deps, input.expires_at ?? null)
    const scope = scopeOf(input)
    const place = await placeOf(deps, context, scope, input.integration_id)
    const { reason, owner, expires_at: expiresAt = null } = input
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
    const made = { id, integrationId: place.integrationId, scope, reason, owner, expiresAt }
    await audited(deps, context, what, () => makeException(deps, context, made, place.findingId))
    context.header('Location', `/api/v1/exceptions/${id}`)
    return context.json(await shown(context, await find(context, id)), 201)
  })
  routes.openapi(read, async (context) => {
    const row = await findOf(context, context.req.valid('param').id)
    return context.json(await shown(context, row), 200)
  })
  routes.openapi(change, async (context) => {
    const row = await findOf(context, context.req.valid('param').id)
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
    return context.json(await shown(context, await find(context, row.id)), 200)
  })
  routes.openapi(disable, async (context) => {
    const row = await findOf(context, context.req.valid('param').id)
    const what = { action: 'exception.disable', target: `exception/${row.id}` }
    await audited(deps, context, what, () => endException(deps, context, row))
    return context.json(await shown(context, await find(context, row.id)), 200)
  })
  return routes
}
