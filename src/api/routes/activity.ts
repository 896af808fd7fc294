import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { listAudit, verifyAudit } from '../../db/audit/verify-audit.ts'
import { readBudgets } from '../../db/budgets/read-budgets.ts'
import { listDrift } from '../../db/drift/list-drift.ts'
import { listQuarantine, QUARANTINE_STATES } from '../../db/quarantine/list-quarantine.ts'
import { budgetScopesOf } from '../collection-plan.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findIntegration } from '../find-integration.ts'
import { after, afterId, cursorScope, onePage } from '../pages.ts'
import { pageQuery } from '../query.ts'
import {
  AuditSchema,
  AuditVerdictSchema,
  auditVerdictView,
  auditView,
  BudgetSchema,
  budgetView,
  DriftSchema,
  driftView,
  QuarantineSchema,
  quarantineView,
} from '../schemas/activity.ts'
import { json, pageOf, problems, uuid } from '../schemas/common.ts'
import { Turns } from '../turns.ts'
import { requireWholeScope } from '../whole-scope.ts'

const tags = ['operations']
const ofIntegration = { integration: uuid.openapi({ description: "The integration's id." }) }

const quarantineState = z
  .enum(QUARANTINE_STATES)
  .default('open')
  .openapi({ description: '`settled`: its stream came to its end again and did not meet it.' })

const quarantine = createRoute({
  method: 'get',
  path: '/quarantine',
  summary: 'Records that could not be kept: where they are upstream and why, newest first',
  tags,
  request: { query: z.strictObject({ ...pageQuery, ...ofIntegration, state: quarantineState }) },
  responses: { 200: json(pageOf('QuarantinePage', QuarantineSchema), 'One page'), ...problems(404) },
})

const drift = createRoute({
  method: 'get',
  path: '/drift',
  summary: 'Upstream fields that Casbah does not know: dropped and counted',
  tags,
  request: { query: z.strictObject(ofIntegration) },
  responses: {
    200: json(z.object({ data: z.array(DriftSchema) }).openapi('DriftList'), 'All of them'),
    ...problems(404),
  },
})

const budgets = createRoute({
  method: 'get',
  path: '/budgets',
  summary: "What is left of upstream's rate limits, shared by all workers",
  tags,
  request: { query: z.strictObject(ofIntegration) },
  responses: {
    200: json(z.object({ data: z.array(BudgetSchema) }).openapi('BudgetList'), 'All of them'),
    ...problems(404),
  },
})

const audit = createRoute({
  method: 'get',
  path: '/audit-log',
  summary: 'Who commanded what, newest first; each row is chained to the one before',
  tags,
  request: { query: z.strictObject(pageQuery) },
  responses: { 200: json(pageOf('AuditPage', AuditSchema), 'One page'), ...problems(403) },
})

const verification = createRoute({
  method: 'get',
  path: '/audit-log/verification',
  summary: 'Whether the chain is whole: reads every row and works out its hash anew',
  description:
    'A row that was altered, removed or put in between shows by itself. Rows cut off at the end show against a `head` that was noted elsewhere before.',
  tags,
  request: {
    query: z.strictObject({
      head: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional()
        .openapi({
          description:
            'A head that was noted before. Where it is not in the chain, rows were cut off or written anew.',
        }),
    }),
  },
  responses: { 200: json(AuditVerdictSchema, 'The verdict'), ...problems(403) },
})

export function activityRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(quarantine, async (context) => {
    const query = context.req.valid('query')
    const { id } = await findIntegration(deps, context, query.integration)
    const scope = cursorScope(deps, 'quarantine', query)
    const before = afterId(scope, query) ?? undefined
    const rows = await listQuarantine(db, id, { before, limit: query.limit + 1, state: query.state })
    return context.json(
      onePage(context, scope, query, { rows, key: (row) => [row.id], view: quarantineView }),
      200,
    )
  })
  routes.openapi(drift, async (context) => {
    const { id } = await findIntegration(deps, context, context.req.valid('query').integration)
    return context.json({ data: (await listDrift(db, id)).map(driftView) }, 200)
  })
  routes.openapi(budgets, async (context) => {
    const row = await findIntegration(deps, context, context.req.valid('query').integration)
    const { platform, chatgpt } = await budgetScopesOf(db, row)
    return context.json({ data: (await readBudgets(db, [...platform, ...chatgpt])).map(budgetView) }, 200)
  })
  routes.openapi(audit, async (context) => {
    requireWholeScope(context, 'The audit log is of all integrations; this token is limited to some.')
    const query = context.req.valid('query')
    const scope = cursorScope(deps, 'audit-log', query)
    const last = after(scope, query, ['number'])
    const before = last === null ? undefined : Number(last[0])
    const rows = await listAudit(db, { before, limit: query.limit + 1 })
    return context.json(
      onePage(context, scope, query, { rows, key: (row) => [row.seq], view: auditView }),
      200,
    )
  })
  const turns = new Turns()
  routes.openapi(verification, async (context) => {
    requireWholeScope(context, 'The audit log is of all integrations; this token is limited to some.')
    const { head } = context.req.valid('query')
    const verdict = await turns.run(context, () => verifyAudit(db, head))
    return context.json(auditVerdictView(verdict), 200)
  })
  return routes
}
