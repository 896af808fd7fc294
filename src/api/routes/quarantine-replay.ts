import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { askForReplay } from '../../db/quarantine/ask-for-replay.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findLiving } from '../find-integration.ts'
import { ReplaySchema } from '../schemas/activity.ts'
import { IdempotencyHeader, IntegrationParam, json, problems } from '../schemas/common.ts'

const replay = createRoute({
  method: 'post',
  path: '/integrations/{id}/quarantine/replay',
  summary: 'Read records that were set aside again, with the next incremental run',
  description:
    'For a version that understands them. Log files are read again by their ids, while OpenAI has them (30 days); what is stored already is stored once. Records of state come with the next full run anyway and are not counted here.',
  tags: ['operations'],
  request: { params: IntegrationParam, headers: IdempotencyHeader },
  responses: {
    202: json(ReplaySchema, 'What will be read again, by stream'),
    ...problems(404, 409, 413, 422),
  },
})

export function quarantineReplayRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(replay, async (context) => {
    const row = await findLiving(deps, context, context.req.valid('param').id)
    const what = { action: 'quarantine.replay', target: `integration/${row.id}` }
    const data = await audited(deps, context, what, () => askForReplay(deps.database.sql, row.id))
    return context.json({ data }, 202)
  })
  return routes
}
