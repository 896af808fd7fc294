import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { rotateSecret } from '../../db/destinations/rotate-secret.ts'
import { asDestinationId } from '../../model/core/ids.ts'
import { makeWebhookSecret } from '../../webhooks/secret.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { notFound } from '../problem.ts'
import { IdempotencyHeader, json, jsonBody, problems, uuid } from '../schemas/common.ts'
import {
  CreatedDestinationSchema,
  destinationView,
  RotateSecret,
  repeatedDestination,
} from '../schemas/destination.ts'

const rotate = createRoute({
  method: 'post',
  path: '/destinations/{id}/rotate-secret',
  summary: 'Give a webhook a new secret; it is shown this once',
  description:
    'For overlap_hours both secrets sign, in two entries of one header, so that a receiver with either takes everything. A secret that was still signing from a rotation before ends at once.',
  tags: ['notifications'],
  request: { params: z.object({ id: uuid }), headers: IdempotencyHeader, body: jsonBody(RotateSecret) },
  responses: {
    200: json(CreatedDestinationSchema, 'The webhook with its new secret'),
    ...problems(404, 409, 413, 415, 422),
  },
})

export function destinationSecretRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(rotate, async (context) => {
    const id = asDestinationId(context.req.valid('param').id)
    const { overlap_hours: overlapHours } = context.req.valid('json')
    const secret = makeWebhookSecret()
    const what = {
      ...{ action: 'destination.rotate_secret', target: `destination/${id}` },
      detail: { overlap_hours: overlapHours },
    }
    const row = await audited(deps, context, what, async () => {
      const { scope } = context.get('caller')
      const rotated = await rotateSecret(deps.database.drizzle, deps.master, scope, {
        ...{ id, secret, overlapHours },
      })
      if (rotated === null) throw notFound('destination')
      return rotated
    })
    const view = destinationView(row)
    context.set('answerWhenRepeated', { ...repeatedDestination(view), secret: null })
    return context.json({ ...view, secret }, 200)
  })
  return routes
}
