import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Destination } from '../../db/destinations/destinations.ts'
import { getDestination } from '../../db/destinations/destinations.ts'
import { replaceSecrets, rotateSecret } from '../../db/destinations/rotate-secret.ts'
import type { DestinationId } from '../../model/core/ids.ts'
import { asDestinationId } from '../../model/core/ids.ts'
import type { KindSpec } from '../../model/schema/destination-kinds.ts'
import { KIND_SPECS, tokenProblem } from '../../model/schema/destination-kinds.ts'
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
import { refusedFields } from '../schemas/destination-target.ts'

const rotate = createRoute({
  method: 'post',
  path: '/destinations/{id}/rotate-secret',
  summary:
    'Give a webhook a new secret, which is shown this once; or a destination of another kind the one that you have',
  description:
    'Of a webhook: for overlap_hours both secrets sign, in two entries of one header, so that a receiver with either takes everything. A secret that was still signing from a rotation before ends at once. Of other kinds: url or token, from whoever made them new; they hold at once, and what had failed is tried again within seconds.',
  tags: ['notifications'],
  request: { params: z.object({ id: uuid }), headers: IdempotencyHeader, body: jsonBody(RotateSecret) },
  responses: {
    200: json(CreatedDestinationSchema, 'The destination, of a webhook with its new secret'),
    ...problems(404, 409, 413, 415, 422),
  },
})

export function destinationSecretRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  routes.openapi(rotate, async (context) => {
    const id = asDestinationId(context.req.valid('param').id)
    const { scope } = context.get('caller')
    const before = await getDestination(deps.database.drizzle, scope, id)
    if (before === null) throw notFound('destination')
    const { row, secret } =
      before.kind === 'webhook'
        ? await rotateWebhook(deps, context, id, context.req.valid('json'))
        : { row: await replaceOthers(deps, context, before, context.req.valid('json')), secret: null }
    const view = destinationView(row)
    context.set('answerWhenRepeated', { ...repeatedDestination(view), secret: null })
    return context.json({ ...view, secret }, 200)
  })
  return routes
}

type Wish = z.output<typeof RotateSecret>

async function rotateWebhook(deps: ApiDeps, context: Context<ApiEnv>, id: DestinationId, wish: Wish) {
  const { overlap_hours: overlapHours, url, token } = wish
  const refused = Object.entries({ url, token }).filter(([, given]) => given !== undefined)
  if (refused.length > 0) {
    throw refusedFields(
      refused.map(([name]) => ({ pointer: `/${name}`, detail: 'is not taken by a webhook' })),
    )
  }
  const secret = makeWebhookSecret()
  const what = { ...rotation(id), detail: { overlap_hours: overlapHours } }
  const row = await audited(deps, context, what, async () => {
    const { scope } = context.get('caller')
    const rotated = await rotateSecret(deps.database.drizzle, deps.master, scope, {
      ...{ id, secret, overlapHours },
    })
    if (rotated === null) throw notFound('destination')
    return rotated
  })
  return { row, secret }
}

async function replaceOthers(
  deps: ApiDeps,
  context: Context<ApiEnv>,
  { id, kind }: Destination,
  { url, token }: Wish,
): Promise<Destination> {
  const spec: KindSpec = KIND_SPECS[kind]
  const problem = url === undefined ? null : spec.urlProblem(url, deps.webhookAllowedHosts)
  if (problem !== null) throw refusedFields([{ pointer: '/url', detail: problem }])
  const wrong = token === undefined ? null : tokenProblem(kind, token)
  if (wrong !== null) throw refusedFields([{ pointer: '/token', detail: wrong }])
  if (url === undefined && token === undefined)
    throw refusedFields([{ pointer: spec.token === null ? '/url' : '/token', detail: 'is required' }])
  const what = {
    ...rotation(id),
    detail: { fields: Object.keys({ ...(url && { url }), ...(token && { token }) }) },
  }
  return audited(deps, context, what, async () => {
    const row = await replaceSecrets(deps.database.drizzle, deps.master, context.get('caller').scope, {
      ...{ id, url, secret: token },
      decide: (before) => {
        if (url !== undefined && spec.placeOf(url) !== spec.placeOf(before.url))
          throw refusedFields([ELSEWHERE])
      },
    })
    if (row === null) throw notFound('destination')
    return row
  })
}

/**
 * Who is told is what a destination is; a new place is a new one, with a row of its own in the audit log. So is another
 * scheme or port: whoever replaces a URL need not know the token that is sent there, and must not have it sent in the clear.
 */
const ELSEWHERE = {
  pointer: '/url',
  detail: 'must have the same scheme, host and port: add another destination for another place',
}

const rotation = (id: DestinationId) => ({
  action: 'destination.rotate_secret',
  target: `destination/${id}`,
})
