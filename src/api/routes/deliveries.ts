import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { getDelivery, listDeliveries } from '../../db/deliveries/list-deliveries.ts'
import { replayDelivery, replayFailed } from '../../db/deliveries/replay-deliveries.ts'
import type { Destination } from '../../db/destinations/destinations.ts'
import { getDestination } from '../../db/destinations/destinations.ts'
import { DELIVERY_STATES, DIGEST_EVENT, MOST_REPLAYED, WEBHOOK_EVENTS } from '../../model/core/deliveries.ts'
import { asDeliveryId, asDestinationId } from '../../model/core/ids.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { manyOf, pageQuery } from '../query.ts'
import { IdempotencyHeader, json, jsonBody, pageOf, problems, uuid } from '../schemas/common.ts'
import {
  attemptView,
  DeliveryDetailSchema,
  DeliverySchema,
  deliveryView,
  ReplayedFailedSchema,
  ReplayFailed,
} from '../schemas/delivery.ts'

const tags = ['notifications']
const params = z.object({ id: uuid })

const list = createRoute({
  method: 'get',
  path: '/deliveries',
  summary: 'What was sent to webhooks, newest first',
  tags,
  request: {
    query: z.strictObject({
      ...pageQuery,
      destination: uuid.optional().openapi({ description: "The destination's id; without it, of all." }),
      state: manyOf(z.enum(DELIVERY_STATES), 'What became of it.'),
      type: manyOf(z.enum([...WEBHOOK_EVENTS, DIGEST_EVENT]), 'Of what it tells.'),
      since: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Made then or later.' }),
    }),
  },
  responses: { 200: json(pageOf('DeliveryPage', DeliverySchema), 'One page'), ...problems(404) },
})

const read = createRoute({
  method: 'get',
  path: '/deliveries/{id}',
  summary: 'One delivery, with each of its attempts',
  tags,
  request: { params },
  responses: { 200: json(DeliveryDetailSchema, 'The delivery'), ...problems(404) },
})

const replay = createRoute({
  method: 'post',
  path: '/deliveries/{id}/replay',
  summary: 'Send a delivery again that was delivered or given up',
  description:
    'With the same webhook-id and the same payload: it is the same event, and a receiver that took it before can tell. It goes out within seconds, through the whole schedule of attempts.',
  tags,
  request: { params, headers: IdempotencyHeader },
  responses: { 202: json(DeliverySchema, 'It is on its way again'), ...problems(404, 409, 413, 422) },
})

const replayAll = createRoute({
  method: 'post',
  path: '/destinations/{id}/replay-failed',
  summary: 'Send again what was given up since a time',
  description: `Oldest first, ${MOST_REPLAYED} at most; "left" says how many remain for another request. What is on its way already is left alone, so repeating it sends nothing twice.`,
  tags,
  request: { params, headers: IdempotencyHeader, body: jsonBody(ReplayFailed) },
  responses: {
    202: json(ReplayedFailedSchema, 'So many are on their way again'),
    ...problems(404, 409, 413, 415, 422),
  },
})

export function deliveryRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const { scope } = context.get('caller')
    const destinationId = query.destination === undefined ? undefined : asDestinationId(query.destination)
    if (destinationId !== undefined && (await getDestination(db, scope, destinationId)) === null)
      throw notFound('destination')
    const cursor = cursorScope(deps, 'deliveries', query)
    const last = afterId(cursor, query)
    const rows = await listDeliveries(db, scope, {
      ...{ destinationId, states: query.state, types: query.type, since: query.since },
      before: last === null ? undefined : asDeliveryId(last),
      limit: query.limit + 1,
    })
    const view = (row: (typeof rows)[number]) => deliveryView(deps, row)
    return context.json(onePage(context, cursor, query, { rows, key: (row) => [row.id], view }), 200)
  })
  routes.openapi(read, async (context) => {
    const id = asDeliveryId(context.req.valid('param').id)
    const found = await getDelivery(db, context.get('caller').scope, id)
    if (found === null) throw notFound('delivery')
    const view = deliveryView(deps, found.delivery)
    return context.json({ ...view, attempt_log: found.attempts.map(attemptView) }, 200)
  })
  routes.openapi(replay, async (context) => {
    const { scope } = context.get('caller')
    const id = asDeliveryId(context.req.valid('param').id)
    const found = await getDelivery(db, scope, id)
    if (found === null) throw notFound('delivery')
    const { destinationId } = found.delivery
    refuseDisabled(await getDestination(db, scope, destinationId))
    const what = {
      ...{ action: 'delivery.replay', target: `delivery/${id}` },
      detail: { destination_id: destinationId },
    }
    await audited(deps, context, what, async () => {
      if (!(await replayDelivery(db, id))) throw onItsWay()
    })
    const after = await getDelivery(db, scope, id)
    if (after === null) throw notFound('delivery')
    return context.json(deliveryView(deps, after.delivery), 202)
  })
  routes.openapi(replayAll, async (context) => {
    const id = asDestinationId(context.req.valid('param').id)
    const { since } = context.req.valid('json')
    const destination = await getDestination(db, context.get('caller').scope, id)
    if (destination === null) throw notFound('destination')
    refuseDisabled(destination)
    const what = { action: 'destination.replay_failed', target: `destination/${id}`, detail: { since } }
    const replayed = await audited(deps, context, what, () =>
      replayFailed(db, id, { since, limit: MOST_REPLAYED }),
    )
    return context.json(replayed, 202)
  })
  return routes
}

function refuseDisabled(destination: Destination | null): void {
  if (destination?.disabledAt === null) return
  throw new ApiProblem('destination-disabled', 'It takes nothing until it is enabled again.')
}

const onItsWay = (): ApiProblem =>
  new ApiProblem('delivery-on-its-way', 'It has attempts before it, and is sent by itself.')
