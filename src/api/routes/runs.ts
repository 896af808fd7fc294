import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { streamSSE } from 'hono/streaming'
import { getIntegration } from '../../db/integrations/list-integrations.ts'
import { listRunStreams } from '../../db/run-streams/list-run-streams.ts'
import { getRun, listRuns } from '../../db/runs/list-runs.ts'
import { asRunId } from '../../model/core/ids.ts'
import { RUN_KINDS } from '../../model/core/runs.ts'
import type { Scope } from '../../model/core/scope.ts'
import { planOfRun } from '../collection-plan.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamedOne } from '../find-integration.ts'
import { OpenConnections } from '../open-connections.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { notFound } from '../problem.ts'
import { pageQuery } from '../query.ts'
import type { RunNow } from '../run-events.ts'
import { LIFE_MS, MOST_OPEN, MOST_OPEN_A_TOKEN, sendRunEvents } from '../run-events.ts'
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

const events = createRoute({
  method: 'get',
  path: '/runs/{id}/events',
  summary: 'One run as it goes, as server-sent events',
  description:
    'An event `run` holds what `GET /runs/{id}` answers, first at once and then whenever something has changed; `end` follows the last. ' +
    'A connection lasts ten minutes at most; connect anew, and the first event says where the run stands.',
  tags,
  request: { params: z.object({ id: uuid }) },
  responses: {
    200: { description: 'The events', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems(404, 503),
  },
})

export function runRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  const detailOf = async (scope: Scope, { run, streams }: RunNow) => {
    const now = new Date()
    const integration = await getIntegration(db, scope, run.integrationId)
    const left = integration && (await planOfRun(deps.database, integration, run, streams, now))
    return runDetailView(deps, run, streams, left, now)
  }
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
    const { scope } = context.get('caller')
    const run = await getRun(db, scope, id)
    if (run === null) throw notFound('run')
    return context.json(await detailOf(scope, { run, streams: await listRunStreams(db, id) }), 200)
  })
  const connections = new OpenConnections(MOST_OPEN, MOST_OPEN_A_TOKEN, 'followed runs')
  routes.openapi(events, async (context) => {
    const id = asRunId(context.req.valid('param').id)
    const { scope, actor } = context.get('caller')
    if ((await getRun(db, scope, id)) === null) throw notFound('run')
    // Nobody reads what is written to a HEAD, and nobody hangs up on it either.
    if (context.req.method === 'HEAD') return context.body(null, 200, { 'Content-Type': 'text/event-stream' })
    const leave = connections.take(actor.id)
    const isAllowed = context.get('isStillAllowed')
    return streamSSE(context, async (stream) => {
      try {
        await sendRunEvents(stream, {
          look: async () => {
            const run = await getRun(db, scope, id)
            return run === null ? null : { run, streams: await listRunStreams(db, id) }
          },
          view: (now) => detailOf(scope, now),
          isAllowed,
          lifeMs: LIFE_MS,
        })
      } catch (error) {
        // Not left to the framework, which would send the error's words to the client.
        deps.log.error({ error }, 'a run could not be followed any further')
      } finally {
        leave()
      }
    })
  })
  return routes
}
