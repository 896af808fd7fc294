import { randomUUIDv7 } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { RunId } from '../../model/core/ids.ts'
import { asRunId } from '../../model/core/ids.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findLiving } from '../find-integration.ts'
import {
  CollectAnswer,
  CommandAnswer,
  collectView,
  commandView,
  NothingBody,
  PauseBody,
  RunTicketSchema,
  ticketView,
} from '../schemas/command.ts'
import { IdempotencyHeader, IntegrationParam, json, problems } from '../schemas/common.ts'

const tags = ['integrations']
const taking = <Schema extends z.ZodObject>(schema: Schema) => ({
  params: IntegrationParam,
  headers: IdempotencyHeader,
  query: z.strictObject({}),
  body: { required: false, content: { 'application/json': { schema } } },
})
const request = taking(NothingBody)
const refusals = problems(404, 409, 413, 415, 422)

const test = createRoute({
  method: 'post',
  path: '/integrations/{id}/test',
  summary: 'Test the connection: probe every capability with every credential',
  tags,
  request,
  responses: { 202: json(RunTicketSchema, 'Under way; follow the run'), ...refusals },
})

const collect = createRoute({
  method: 'post',
  path: '/integrations/{id}/collect',
  summary: 'Collect Now: state and logs, joining runs that are open',
  tags,
  request,
  responses: { 202: json(CollectAnswer, 'Started or joined; follow the runs'), ...refusals },
})

const pause = createRoute({
  method: 'post',
  path: '/integrations/{id}/pause',
  summary: 'Pause its Schedules; open runs go on to their end',
  tags,
  request: taking(PauseBody),
  responses: { 202: json(CommandAnswer, 'Paused'), ...refusals },
})

const resume = createRoute({
  method: 'post',
  path: '/integrations/{id}/resume',
  summary: 'Resume after a pause',
  tags,
  request,
  responses: { 202: json(CommandAnswer, 'Resumed'), ...refusals },
})

const NO_NOTE = 'Paused by hand.'

const freshRunId = (): RunId => asRunId(randomUUIDv7())

export function commandRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const { commands } = deps
  routes.openapi(test, async (context) => {
    const given = await command(deps, context, context.req.valid('param').id, 'test')
    const input = { actor: given.actor, runId: freshRunId() }
    const ticket = await given.run(() => commands.send('testConnection', given.id, input, given.updateId))
    return context.json(ticketView(ticket), 202)
  })
  routes.openapi(collect, async (context) => {
    const given = await command(deps, context, context.req.valid('param').id, 'collect')
    const input = { actor: given.actor, runIds: { full: freshRunId(), incremental: freshRunId() } }
    const result = await given.run(() => commands.send('collectNow', given.id, input, given.updateId))
    return context.json(collectView(result), 202)
  })
  routes.openapi(pause, async (context) => {
    const given = await command(deps, context, context.req.valid('param').id, 'pause')
    const input = { actor: given.actor, note: context.req.valid('json').note ?? NO_NOTE }
    const result = await given.run(() => commands.send('pause', given.id, input, given.updateId))
    return context.json(commandView(given.id, result), 202)
  })
  routes.openapi(resume, async (context) => {
    const given = await command(deps, context, context.req.valid('param').id, 'resume')
    const result = await given.run(() =>
      commands.send('resume', given.id, { actor: given.actor }, given.updateId),
    )
    return context.json(commandView(given.id, result), 202)
  })
  return routes
}

/** What every command needs: a living integration that the caller may see, its actor, its update id, its audit row. */
async function command(deps: ApiDeps, context: Context<ApiEnv>, integrationId: string, name: string) {
  const { id } = await findLiving(deps, context, integrationId)
  const what = { action: `integration.${name}`, target: `integration/${id}` }
  return {
    id,
    actor: context.get('caller').actor,
    updateId: context.get('updateId'),
    run: <Result>(act: () => Promise<Result>): Promise<Result> => audited(deps, context, what, act),
  }
}
