import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { countTest, TESTS_A_MINUTE, TESTS_A_MINUTE_OF_ALL } from '../../db/destinations/count-tests.ts'
import { openForPing } from '../../db/destinations/open-for-ping.ts'
import { asDestinationId } from '../../model/core/ids.ts'
import { shownWebhookUrl } from '../../model/schema/webhook-url.ts'
import type { WebhookAnswer } from '../../webhooks/client.ts'
import { ping } from '../../webhooks/ping.ts'
import { makeWebhookSecret } from '../../webhooks/secret.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { IdempotencyHeader, json, jsonBody, problems, uuid } from '../schemas/common.ts'
import { TestedSchema, testDestination } from '../schemas/destination.ts'

const tags = ['notifications']
const LIMITS = `At most ${TESTS_A_MINUTE} a minute for each token, and ${TESTS_A_MINUTE_OF_ALL} for all of them.`

const testSaved = createRoute({
  method: 'post',
  path: '/destinations/{id}/test',
  summary: 'Send a ping to a webhook, and say what came of it',
  description: `Signed as everything else, sent once, and kept in no list of deliveries. ${LIMITS}`,
  tags,
  request: { params: z.object({ id: uuid }), headers: IdempotencyHeader },
  responses: { 200: json(TestedSchema, 'What came of it'), ...problems(404, 409, 413, 422, 429) },
})

const testUnsaved = (allowedHosts: ReadonlySet<string>) =>
  createRoute({
    method: 'post',
    path: '/destinations/test',
    summary: 'Send a ping to a URL that is not saved',
    description: `To see whether it can be reached; the same addresses are refused as for a webhook. Signed with a secret that nobody has: a receiver that verifies answers with its refusal. ${LIMITS}`,
    tags,
    request: { headers: IdempotencyHeader, body: jsonBody(testDestination(allowedHosts)) },
    responses: { 200: json(TestedSchema, 'What came of it'), ...problems(409, 413, 415, 422, 429) },
  })

export function destinationTestRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  const { webhookAllowedHosts: allowedHosts, webhookTimeoutMs: timeoutMs } = deps
  routes.openapi(testUnsaved(allowedHosts), async (context) => {
    const { url } = context.req.valid('json')
    await refuseTooOften(deps, context)
    const what = {
      ...{ action: 'destination.test', target: 'destination/new' },
      detail: { url: shownWebhookUrl(url) },
    }
    const secrets = [makeWebhookSecret()]
    const answer = await audited(deps, context, what, () =>
      ping({ url, secrets, destinationId: null, allowedHosts, timeoutMs }),
    )
    return context.json(testedView(answer), 200)
  })
  routes.openapi(testSaved, async (context) => {
    const id = asDestinationId(context.req.valid('param').id)
    const opened = await openForPing(db, deps.master, context.get('caller').scope, id)
    if (opened === null) throw notFound('destination')
    await refuseTooOften(deps, context)
    const what = { action: 'destination.test', target: `destination/${id}` }
    const answer = await audited(deps, context, what, () =>
      ping({ ...opened, destinationId: id, allowedHosts, timeoutMs }),
    )
    return context.json(testedView(answer), 200)
  })
  return routes
}

async function refuseTooOften({ database }: ApiDeps, context: Context<ApiEnv>): Promise<void> {
  if (await countTest(database.drizzle, context.get('caller').actor.id)) return
  const left = SECONDS_A_MINUTE - new Date().getUTCSeconds()
  throw new ApiProblem('too-many-tests', LIMITS, { headers: { 'Retry-After': String(left) } })
}

const SECONDS_A_MINUTE = 60
const isTaken = (status: number): boolean => status >= 200 && status < 300

const testedView = (answer: WebhookAnswer & { readonly webhookId: string }) => ({
  outcome: answer.kind,
  taken: answer.kind === 'answered' && isTaken(answer.status),
  status: answer.kind === 'answered' ? answer.status : null,
  code: answer.kind === 'answered' ? null : answer.code,
  latency_ms: answer.latencyMs,
  webhook_id: answer.webhookId,
})
