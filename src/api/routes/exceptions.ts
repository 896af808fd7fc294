import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Exception } from '../../db/exceptions/list-exceptions.ts'
import { countMatches, listExceptions } from '../../db/exceptions/list-exceptions.ts'
import { EXCEPTION_STATES } from '../../model/core/exceptions.ts'
import { asExceptionId } from '../../model/core/ids.ts'
import { MOST_EXCEPTION_DAYS } from '../../rules/exceptions.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findException, showException } from '../exceptions.ts'
import { findNamed } from '../find-integration.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { manyOf, pageQuery } from '../query.ts'
import { anyRuleId, json, pageOf, problems, uuid } from '../schemas/common.ts'
import { ExceptionSchema, exceptionView } from '../schemas/exception.ts'

const tags = ['exceptions']
const params = z.object({ id: uuid.openapi({ description: "The exception's id." }) })

const list = createRoute({
  method: 'get',
  path: '/exceptions',
  summary: 'Decisions to tolerate findings, newest first, and how many findings each is about now',
  description:
    'A token that is limited to some integrations sees theirs and those that hold for every one, and has its own findings counted.',
  tags,
  request: {
    query: z.strictObject({
      ...pageQuery,
      integration: manyOf(uuid, 'That bear on these integrations, by id.'),
      state: z.enum(EXCEPTION_STATES).optional(),
      rule: anyRuleId.optional(),
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

const read = createRoute({
  method: 'get',
  path: '/exceptions/{id}',
  summary: 'One exception',
  tags,
  request: { params },
  responses: { 200: json(ExceptionSchema, 'The exception'), ...problems(404) },
})

export function exceptionRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
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
  routes.openapi(read, async (context) => {
    const row = await findException(deps, context, context.req.valid('param').id)
    return context.json(await showException(deps, context, row), 200)
  })
  return routes
}
