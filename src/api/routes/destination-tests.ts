import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { countTest, TESTS_A_MINUTE, TESTS_A_MINUTE_OF_ALL } from '../../db/destinations/count-tests.ts'
import { openForPing } from '../../db/destinations/open-for-ping.ts'
import { sendTest } from '../../destinations/registry.ts'
import type { SendAnswer } from '../../destinations/sender.ts'
import { isTaken } from '../../destinations/sender.ts'
import type { DestinationKind } from '../../model/core/destinations.ts'
import { isBatched } from '../../model/core/destinations.ts'
import type { DestinationId } from '../../model/core/ids.ts'
import { asDestinationId } from '../../model/core/ids.ts'
import { KIND_SPECS } from '../../model/schema/destination-kinds.ts'
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
  summary: 'Send a test message to a destination, and say what came of it',
  description: `To a webhook a ping, signed as everything else. Sent once, and kept in no list of deliveries. ${LIMITS}`,
  tags,
  request: { params: z.object({ id: uuid }), headers: IdempotencyHeader },
  responses: { 200: json(TestedSchema, 'What came of it'), ...problems(404, 409, 413, 422, 429) },
})

const testUnsaved = (allowedHosts: ReadonlySet<string>) =>
  createRoute({
    method: 'post',
    path: '/destinations/test',
    summary: 'Send a test message to a place that is not saved',
    description: `To see whether it can be reached; the same addresses are refused as for a destination. A webhook’s ping is signed with a secret that nobody has: a receiver that verifies answers with its refusal. ${LIMITS}`,
    tags,
    request: { headers: IdempotencyHeader, body: jsonBody(testDestination(allowedHosts)) },
    responses: { 200: json(TestedSchema, 'What came of it'), ...problems(409, 413, 415, 422, 429) },
  })

export function destinationTestRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  const { webhookAllowedHosts: allowedHosts } = deps
  routes.openapi(testUnsaved(allowedHosts), async (context) => {
    const { kind, url, token, settings = {} } = context.req.valid('json')
    await refuseTooOften(deps, context)
    const what = {
      ...{ action: 'destination.test', target: 'destination/new' },
      detail: { url: KIND_SPECS[kind].shownUrl(url), kind },
    }
    const secrets = [kind === 'webhook' ? makeWebhookSecret() : (token ?? '')]
    const opened = { kind, url, secrets, settings }
    return context.json(await audited(deps, context, what, () => tested(deps, opened, null)), 200)
  })
  routes.openapi(testSaved, async (context) => {
    const id = asDestinationId(context.req.valid('param').id)
    const opened = await openForPing(db, deps.master, context.get('caller').scope, id)
    if (opened === null) throw notFound('destination')
    await refuseTooOften(deps, context)
    const what = { action: 'destination.test', target: `destination/${id}` }
    return context.json(await audited(deps, context, what, () => tested(deps, opened, id)), 200)
  })
  return routes
}

async function refuseTooOften({ database }: ApiDeps, context: Context<ApiEnv>): Promise<void> {
  if (await countTest(database.drizzle, context.get('caller').actor.id)) return
  const left = SECONDS_A_MINUTE - new Date().getUTCSeconds()
  throw new ApiProblem('too-many-tests', LIMITS, { headers: { 'Retry-After': String(left) } })
}

const SECONDS_A_MINUTE = 60

interface Opened {
  readonly kind: DestinationKind
  readonly url: string
  readonly secrets: readonly string[]
  readonly settings: unknown
}

async function tested(deps: ApiDeps, opened: Opened, destinationId: DestinationId | null) {
  const { kind, url, secrets, settings } = opened
  const { webhookAllowedHosts: allowedHosts, webhookTimeoutMs: timeoutMs } = deps
  if (!isBatched(kind)) {
    const answer = await ping({ url, secrets, destinationId, allowedHosts, timeoutMs })
    return testedView(answer, answer.webhookId)
  }
  const target = { url, token: secrets[0] ?? '', settings, publicUrl: null, allowedHosts, timeoutMs }
  const { answer, batchId } = await sendTest(kind, target, destinationId)
  return testedView(answer, batchId)
}

const testedView = (answer: SendAnswer, id: string) => ({
  // To say which words of ours a protocol without answers has is of no use to who asks whether it works.
  outcome:
    answer.kind === 'handed_over' || answer.kind === 'unfinished' ? ('answered' as const) : answer.kind,
  taken: isTaken(answer),
  status: answer.kind === 'answered' ? answer.status : null,
  code: 'code' in answer ? answer.code : null,
  refused_recipients: 'refusedRecipients' in answer ? [...(answer.refusedRecipients ?? [])] : [],
  latency_ms: answer.latencyMs,
  webhook_id: id,
})
