import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { getDestination } from '../../db/destinations/destinations.ts'
import { listTickets } from '../../db/tickets/list-tickets.ts'
import { asDestinationId, asTicketId } from '../../model/core/ids.ts'
import { TICKET_STATES } from '../../model/core/tickets.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { notFound } from '../problem.ts'
import { manyOf, pageQuery } from '../query.ts'
import { json, pageOf, problems, uuid } from '../schemas/common.ts'
import { TicketSchema, ticketView } from '../schemas/ticket.ts'

const list = createRoute({
  method: 'get',
  path: '/destinations/{id}/tickets',
  summary: 'Which ticket of Jira or ServiceNow stands for which finding or rule, newest first',
  description: 'Of other kinds of destinations there are none.',
  tags: ['notifications'],
  request: {
    params: z.object({ id: uuid }),
    query: z.strictObject({
      ...pageQuery,
      state: manyOf(z.enum(TICKET_STATES), 'Default: all but those that are not there.'),
    }),
  },
  responses: { 200: json(pageOf('TicketPage', TicketSchema), 'One page'), ...problems(404) },
})

export function destinationTicketRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const destinationId = asDestinationId(context.req.valid('param').id)
    const there = await getDestination(db, context.get('caller').scope, destinationId)
    if (there === null) throw notFound('destination')
    const cursor = cursorScope(deps, `tickets/${destinationId}`, query)
    const last = afterId(cursor, query)
    const rows = await listTickets(db, {
      ...{ destinationId, states: query.state },
      before: last === null ? undefined : asTicketId(last),
      limit: query.limit + 1,
    })
    return context.json(
      onePage(context, cursor, query, { rows, key: ({ id }) => [id], view: ticketView }),
      200,
    )
  })
  return routes
}
