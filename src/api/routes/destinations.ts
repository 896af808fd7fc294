import { randomUUIDv7 } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { changeDestination } from '../../db/destinations/change-destination.ts'
import {
  createDestination as insertDestination,
  TooManyDestinations,
} from '../../db/destinations/create-destination.ts'
import type { Destination } from '../../db/destinations/destinations.ts'
import { deleteDestination, getDestination, listDestinations } from '../../db/destinations/destinations.ts'
import { scheduleOf } from '../../db/digests/due-digests.ts'
import { DEFAULT_DIGEST_EVENTS, DEFAULT_WEBHOOK_EVENTS } from '../../model/core/deliveries.ts'
import { asDestinationId } from '../../model/core/ids.ts'
import { makeWebhookSecret } from '../../webhooks/secret.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findLiving } from '../find-integration.ts'
import { tagsRead } from '../finding-tag.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { IdempotencyHeader, json, jsonBody, problems, uuid } from '../schemas/common.ts'
import {
  ChangeDestination,
  CreatedDestinationSchema,
  createDestination,
  DestinationIfMatch,
  DestinationSchema,
  destinationRevision,
  destinationView,
  repeatedDestination,
} from '../schemas/destination.ts'
import { settingNames, wholeSettings } from '../schemas/destination-target.ts'
import { matchAfter } from '../schemas/finding-match.ts'

const tags = ['notifications']

const create = (allowedHosts: ReadonlySet<string>) =>
  createRoute({
    method: 'post',
    path: '/destinations',
    summary: 'Add a destination: a webhook, whose secret is shown this once, or another kind',
    tags,
    request: { headers: IdempotencyHeader, body: jsonBody(createDestination(allowedHosts)) },
    responses: {
      201: json(CreatedDestinationSchema, 'Made'),
      ...problems(403, 404, 409, 413, 415, 422),
    },
  })

const list = createRoute({
  method: 'get',
  path: '/destinations',
  summary: 'Destinations, without their secrets and the paths of their URLs',
  tags,
  request: { query: z.strictObject({}) },
  responses: {
    200: json(z.object({ data: z.array(DestinationSchema) }).openapi('DestinationList'), 'All of them'),
    ...problems(),
  },
})

const params = z.object({ id: uuid })

const read = createRoute({
  method: 'get',
  path: '/destinations/{id}',
  summary: 'One destination; its ETag goes into If-Match of a change',
  tags,
  request: { params },
  responses: { 200: json(DestinationSchema, 'The destination'), ...problems(404) },
})

const change = createRoute({
  method: 'patch',
  path: '/destinations/{id}',
  summary:
    'Change of which findings and events a destination hears, and how, from the next ones on; disable or enable it',
  description:
    'What is left out stays, of settings too; null takes a filter away. What is on its way goes on, unless the destination is disabled.',
  tags,
  request: { params, headers: DestinationIfMatch, body: jsonBody(ChangeDestination) },
  responses: { 200: json(DestinationSchema, 'As it is now'), ...problems(404, 409, 412, 413, 415, 422) },
})

const remove = createRoute({
  method: 'delete',
  path: '/destinations/{id}',
  summary: 'Remove a destination; deliveries on their way to it end',
  tags,
  request: { params, headers: IdempotencyHeader },
  responses: { 204: { description: 'Removed' }, ...problems(404, 409, 413, 422) },
})

export function destinationRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(create(deps.webhookAllowedHosts), async (context) => {
    const input = context.req.valid('json')
    const integrationId = await integrationOf(deps, context, input.integration_id ?? null)
    const id = asDestinationId(randomUUIDv7())
    const { kind, url, token } = input
    const settings = wholeSettings(kind, input.settings ?? {})
    const byDefault = scheduleOf(kind, settings) === null ? DEFAULT_WEBHOOK_EVENTS : DEFAULT_DIGEST_EVENTS
    // A webhook is signed with a secret of ours; of others the secret is what they were given.
    const made = kind === 'webhook' ? makeWebhookSecret() : null
    const row = await audited(
      deps,
      context,
      {
        action: 'destination.create',
        target: `destination/${id}`,
        detail: { integration_id: integrationId, kind },
      },
      () =>
        insertDestination(db, deps.master, {
          id,
          integrationId,
          ...{ key: input.key ?? null, kind, url },
          settings,
          secret: made ?? token ?? '',
          eventTypes: [...new Set(input.event_types ?? byDefault)],
          filter: matchAfter({}, input),
          createdBy: context.get('caller').actor,
        }).catch(refuseTooMany),
    )
    const view = destinationView(row)
    // The secret must not stay in the row that a repeated request is answered from.
    context.set('answerWhenRepeated', { ...repeatedDestination(view), secret: null })
    context.header('Location', `/api/v1/destinations/${id}`)
    return context.json({ ...view, secret: made }, 201)
  })
  routes.openapi(list, async (context) => {
    const rows = await listDestinations(db, context.get('caller').scope)
    return context.json({ data: rows.map(destinationView) }, 200)
  })
  routes.openapi(read, async (context) => {
    const { scope } = context.get('caller')
    const row = await getDestination(db, scope, asDestinationId(context.req.valid('param').id))
    if (row === null) throw notFound('destination')
    context.header('ETag', tagOf(row))
    return context.json(destinationView(row), 200)
  })
  routes.openapi(change, async (context) => {
    const id = asDestinationId(context.req.valid('param').id)
    const wish = context.req.valid('json')
    const tags = tagsRead(context)
    const { disabled } = wish
    const detail = { fields: changedFields(wish), ...(disabled !== undefined && { disabled }) }
    const what = { action: 'destination.change', target: `destination/${id}`, detail }
    const row = await audited(deps, context, what, () =>
      changeDestination(db, context.get('caller').scope, id, (before) => {
        if (tags !== null && !tags.some((tag) => `"${tag}"` === tagOf(before))) throw changedMeanwhile()
        const eventTypes = wish.event_types && [...new Set(wish.event_types)]
        const settings = wish.settings && wholeSettings(before.kind, { ...before.settings, ...wish.settings })
        return { eventTypes, disabled, settings, filter: matchAfter(before.filter, wish) }
      }),
    )
    if (row === null) throw notFound('destination')
    context.header('ETag', tagOf(row))
    const view = destinationView(row)
    context.set('answerWhenRepeated', repeatedDestination(view))
    return context.json(view, 200)
  })
  routes.openapi(remove, async (context) => {
    const id = asDestinationId(context.req.valid('param').id)
    const what = { action: 'destination.delete', target: `destination/${id}` }
    await audited(deps, context, what, async () => {
      if (!(await deleteDestination(db, context.get('caller').scope, id))) throw notFound('destination')
    })
    return context.body(null, 204)
  })
  return routes
}

/** A destination of all integrations tells of all integrations, so only a token that sees them all may add one. */
async function integrationOf(deps: ApiDeps, context: Context<ApiEnv>, id: string | null) {
  if (id !== null) return (await findLiving(deps, context, id)).id
  if (context.get('caller').scope.integrationIds === 'all') return null
  throw new ApiProblem('forbidden', 'This token is limited to some integrations: name one in integration_id.')
}

const tagOf = (row: Destination): string => `"${destinationRevision(row)}"`

/** Of settings by name: to whom mail goes and whose certificates hold is not to be changed under one word with the window. */
const changedFields = ({ settings, ...others }: z.output<typeof ChangeDestination>): string[] => [
  ...Object.keys(others),
  ...settingNames(settings ?? {}).map((name) => `settings.${name}`),
]

const changedMeanwhile = (): ApiProblem =>
  new ApiProblem('destination-changed', 'It was changed or disabled since it was read.')

function refuseTooMany(error: unknown): never {
  throw error instanceof TooManyDestinations ? new ApiProblem('too-many-destinations', error.message) : error
}
