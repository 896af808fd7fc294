import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { StoredRoutes } from '../../db/assignment-routes/assignment-routes.ts'
import { readAssignmentRoutes } from '../../db/assignment-routes/assignment-routes.ts'
import { TooManyFindings } from '../../db/findings/hold-findings.ts'
import type { RoutesToSave, SavedRoutes } from '../../evaluation/assignment/save-routes.ts'
import { PreviewOvertaken, saveRoutes } from '../../evaluation/assignment/save-routes.ts'
import { tryRoutes } from '../../evaluation/assignment/try-routes.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findIntegration, findLiving } from '../find-integration.ts'
import { tagsRead } from '../finding-tag.ts'
import { isTimeout } from '../judging.ts'
import { ApiProblem } from '../problem.ts'
import {
  AssignmentRoutesSchema,
  PreviewAssignmentRoutes,
  PutAssignmentRoutes,
  previewView,
  RoutesIfMatch,
  RoutesPreviewSchema,
  routesOf,
  routesView,
  SavedRoutesSchema,
} from '../schemas/assignment-route.ts'
import { IntegrationParam, json, jsonBody, problems } from '../schemas/common.ts'
import { Turns } from '../turns.ts'

const tags = ['findings']

const read = createRoute({
  method: 'get',
  path: '/integrations/{id}/assignment-routes',
  summary: 'To whom new findings go; its ETag goes into If-Match of a change',
  tags,
  request: { params: IntegrationParam },
  responses: { 200: json(AssignmentRoutesSchema, 'In their order'), ...problems(404) },
})

const put = createRoute({
  method: 'put',
  path: '/integrations/{id}/assignment-routes',
  summary: 'Say to whom new findings go, in place of the list before',
  description:
    'Holds for findings that open, or open again without an assignee, from now on. Whom people have assigned stays. An empty list assigns nobody.',
  tags,
  request: { params: IntegrationParam, headers: RoutesIfMatch, body: jsonBody(PutAssignmentRoutes) },
  responses: { 200: json(SavedRoutesSchema, 'In effect'), ...problems(404, 409, 412, 413, 415, 422) },
})

const preview = createRoute({
  method: 'post',
  path: '/integrations/{id}/assignment-routes/preview',
  summary: 'What a list of routes would do with the findings that stand without an assignee; saves nothing',
  tags,
  request: { params: IntegrationParam, body: jsonBody(PreviewAssignmentRoutes) },
  responses: {
    200: json(RoutesPreviewSchema, 'What would come of it'),
    ...problems(404, 409, 413, 415, 422),
  },
})

/** Milliseconds. Ten thousand findings take about a second. */
const MS_AT_MOST = 20_000

export function assignmentRouteRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const { sql } = deps.database
  // Each reads all that is nobody's: others wait their turn.
  const turns = new Turns()
  routes.openapi(preview, async (context) => {
    const { id: integrationId } = await findLiving(deps, context, context.req.valid('param').id)
    const given = routesOf(context.req.valid('json').routes)
    const trial = { integrationId, routes: given, ruleIds: null, keep: 0 }
    const tried = await turns
      .run(context, () => tryRoutes(sql, { ...trial, signal: AbortSignal.timeout(MS_AT_MOST) }))
      .catch(refuse)
    const view = previewView(given, tried)
    // Names of people and things stay in one place.
    context.set('answerWhenRepeated', { ...view, routes: [] })
    return context.json(view, 200)
  })
  routes.openapi(read, async (context) => {
    const { id } = await findIntegration(deps, context, context.req.valid('param').id)
    const stored = await readAssignmentRoutes(sql, id)
    context.header('ETag', tagOf(stored))
    return context.json(routesView(stored), 200)
  })
  routes.openapi(put, async (context) => {
    const { id: integrationId } = await findLiving(deps, context, context.req.valid('param').id)
    const { routes: given, apply_to_open, expected_digest: digest = null } = context.req.valid('json')
    const wish: RoutesToSave = {
      integrationId,
      routes: routesOf(given),
      by: context.get('caller').actor,
      check: refuseStale(tagsRead(context)),
      apply: apply_to_open ? { digest } : null,
    }
    const what = {
      action: 'integration.assignment_routes',
      target: `integration/${integrationId}`,
      detail: { routes: given.length, apply_to_open },
    }
    const save = () =>
      turns.run(context, () => saveRoutes(sql, wish, AbortSignal.timeout(MS_AT_MOST))).catch(refuse)
    const { stored, applied }: SavedRoutes = await audited(deps, context, what, save)
    context.header('ETag', tagOf(stored))
    const { routes: list, ...rest } = routesView(stored)
    const answer = { ...rest, assigned: applied?.matched ?? null }
    context.set('answerWhenRepeated', answer)
    return context.json({ routes: list, ...answer }, 200)
  })
  return routes
}

const tagOf = ({ version }: StoredRoutes): string => `"${version}"`

const refuseStale =
  (read: readonly string[] | null) =>
  (before: StoredRoutes): void => {
    if (read === null || read.some((tag) => `"${tag}"` === tagOf(before))) return
    throw new ApiProblem('routes-changed', 'Somebody has saved another list since it was read.')
  }

function refuse(error: unknown): never {
  if (error instanceof TooManyFindings) {
    throw new ApiProblem('too-many-findings', `Nothing was saved: ${error.message}.`)
  }
  if (error instanceof PreviewOvertaken) {
    throw new ApiProblem('preview-overtaken', `Nothing was saved: ${error.message}.`, {
      errors: [{ pointer: '/expected_digest', detail: 'is of another outcome than the routes have now' }],
    })
  }
  if (isTimeout(error)) {
    const detail = `Nothing was saved: to go over all findings without an assignee took longer than ${MS_AT_MOST / 1_000} s.`
    throw new ApiProblem('busy', detail, { headers: { 'Retry-After': '60' } })
  }
  throw error
}
