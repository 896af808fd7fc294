import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { getToken } from '../../db/tokens/tokens.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { notFound } from '../problem.ts'
import { json, problems } from '../schemas/common.ts'
import { TokenSchema, tokenView } from '../schemas/token.ts'
import { MyselfSchema, myselfView } from '../schemas/user.ts'

/** Whoever may ask anything may ask who they are. */
const { 403: _lackingScope, ...toAnybody } = problems()

const me = createRoute({
  method: 'get',
  path: '/me',
  summary: 'The token or the person that asks, and what they may do',
  tags: ['access'],
  request: { query: z.strictObject({}) },
  responses: {
    200: json(z.union([TokenSchema, MyselfSchema]), 'The token, or the person who has signed in'),
    ...toAnybody,
  },
})

export function meRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(me, async (context) => {
    const session = context.get('session')
    if (session !== undefined) return context.json(myselfView(session), 200)
    const row = await getToken(deps.database.drizzle, null, context.get('caller').actor.id)
    if (row === null) throw notFound('token')
    return context.json(tokenView(row), 200)
  })
  return routes
}
