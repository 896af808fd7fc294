import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { listIntegrations } from '../../db/integrations/list-integrations.ts'
import { asIntegrationId } from '../../model/core/ids.ts'
import { accessRequest } from '../access-request.ts'
import { planOf } from '../collection-plan.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findIntegration, integrationDetail } from '../find-integration.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { pageQuery } from '../query.ts'
import { AccessRequestSchema } from '../schemas/access-request.ts'
import { IntegrationParam, json, pageOf, problems } from '../schemas/common.ts'
import { IntegrationDetailSchema, IntegrationSchema, integrationView } from '../schemas/integration.ts'
import { CollectionPlanSchema, collectionPlanView } from '../schemas/plan.ts'

const tags = ['integrations']

const list = createRoute({
  method: 'get',
  path: '/integrations',
  summary: 'Integrations that are not disconnected, oldest first',
  tags,
  request: { query: z.strictObject(pageQuery) },
  responses: { 200: json(pageOf('IntegrationPage', IntegrationSchema), 'One page'), ...problems() },
})

const read = createRoute({
  method: 'get',
  path: '/integrations/{id}',
  summary: 'One integration: phase, capabilities with their fixes, credentials by their last four characters',
  tags,
  request: { params: IntegrationParam },
  responses: { 200: json(IntegrationDetailSchema, 'The integration'), ...problems(404) },
})

const readAccessRequest = createRoute({
  method: 'get',
  path: '/integrations/{id}/access-request',
  summary: 'What to send to OpenAI so that it grants the compliance key access',
  tags,
  request: { params: IntegrationParam },
  responses: { 200: json(AccessRequestSchema, 'The facts, and a text to send'), ...problems(404, 409) },
})

const readPlan = createRoute({
  method: 'get',
  path: '/integrations/{id}/plan',
  summary: 'What a full collection would cost: requests, and time at the known rate limits',
  description:
    'Of the last full collection, and of the parents that are known. `to` is null where nothing bounds it yet, as before the first collection.',
  tags,
  request: { params: IntegrationParam },
  responses: { 200: json(CollectionPlanSchema, 'The estimate'), ...problems(404) },
})

export function integrationRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const scope = cursorScope(deps, 'integrations', query)
    const last = afterId(scope, query)
    const rows = await listIntegrations(deps.database.drizzle, context.get('caller').scope, {
      after: last === null ? undefined : asIntegrationId(last),
      limit: query.limit + 1,
    })
    return context.json(
      onePage(context, scope, query, { rows, key: (row) => [row.id], view: integrationView }),
      200,
    )
  })
  routes.openapi(read, async (context) => {
    const row = await findIntegration(deps, context, context.req.valid('param').id)
    return context.json(await integrationDetail(deps, row), 200)
  })
  routes.openapi(readPlan, async (context) => {
    const row = await findIntegration(deps, context, context.req.valid('param').id)
    return context.json(collectionPlanView(await planOf(deps.database, row)), 200)
  })
  routes.openapi(readAccessRequest, async (context) => {
    const row = await findIntegration(deps, context, context.req.valid('param').id)
    return context.json(await accessRequest(deps, row), 200)
  })
  return routes
}
