import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { listRunStreams } from '../../db/run-streams/list-run-streams.ts'
import { getRun, listRuns } from '../../db/runs/list-runs.ts'
import { asRunId } from '../../model/core/ids.ts'
import { RUN_KINDS } from '../../model/core/runs.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamedOne } from '../find-integration.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { notFound } from '../problem.ts'
import { pageQuery } from '../query.ts'
import { json, pageOf, problems, uuid } from '../schemas/common.ts'
import { RunDetailSchema, RunSchema, runDetailView, runView } from '../schemas/run.ts'

const tags = ['runs']

const list = createRoute({
  method: 'get',
  path: '/runs',
  summary: 'Runs, newest first',
  tags,
  request: {
    query: z.strictObject({
      ...pageQuery,
      integration: uuid.optional(),
      kind: z.enum(RUN_KINDS).optional(),
      open: z
        .enum(['true', 'false'])
        .optional()
        .openapi({ description: '`true`: only those that have not ended.' }),
    }),
  },
  responses: { 200: json(pageOf('RunPage', RunSchema), 'One page'), ...problems(404) },
})

const read = createRoute({
  method: 'get',
  path: '/runs/{id}',
  summary: 'One run with the progress of its streams: stages, waits, ETA',
  tags,
  request: { params: z.object({ id: uuid }) },
  responses: { 200: json(RunDetailSchema, 'The run'), ...problems(404) },
})

export function runRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const scope = cursorScope(deps, 'runs', query)
    const last = afterId(scope, query)
    const integrationId = await findNamedOne(deps, context, query.integration)
    const rows = await listRuns(db, context.get('caller').scope, {
      integrationId,
      kind: query.kind,
      open: query.open === 'true',
      before: last === null ? undefined : asRunId(last),
      limit: query.limit + 1,
    })
    const view = (row: (typeof rows)[number]) => runView(deps, row)
    return context.json(onePage(context, scope, query, { rows, key: (row) => [row.id], view }), 200)
  })
  routes.openapi(read, async (context) => {
    const id = asRunId(context.req.valid('param').id)
    const row = await getRun(db, context.get('caller').scope, id)
    if (row === null) throw notFound('run')
    return context.json(runDetailView(deps, row, await listRunStreams(db, id), new Date()), 200)
  })
  return routes
}
