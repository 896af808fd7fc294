import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { ListedFinding } from '../../db/findings/list-findings.ts'
import { listFindings } from '../../db/findings/list-findings.ts'
import { readFinding } from '../../db/findings/read-finding.ts'
import { asFindingId } from '../../model/core/ids.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamed } from '../find-integration.ts'
import { filterOf, findingFilters } from '../finding-filters.ts'
import { findingTag, saidTag } from '../finding-tag.ts'
import { after, cursorScope, onePage } from '../pages.ts'
import { notFound } from '../problem.ts'
import { pageQuery } from '../query.ts'
import { json, pageOf, problems, uuid } from '../schemas/common.ts'
import { FindingDetailSchema, FindingSchema, findingDetailView, findingView } from '../schemas/finding.ts'
import type { Searches } from '../searches.ts'

const tags = ['findings']
/** Events of one finding that are shown with it; a finding that flaps for a year has fewer. */
const HISTORY = 200

const list = createRoute({
  method: 'get',
  path: '/findings',
  summary: 'Findings, most urgent first, then newest',
  description: 'Different parameters must all hold; several values of one mean any of them.',
  tags,
  request: {
    query: z.strictObject({
      ...pageQuery,
      ...findingFilters,
      sort: z
        .enum(['-severity,-first_seen'])
        .optional()
        .openapi({ description: 'The one order there is so far.' }),
    }),
  },
  responses: { 200: json(pageOf('FindingPage', FindingSchema), 'One page'), ...problems(404) },
})

const read = createRoute({
  method: 'get',
  path: '/findings/{id}',
  summary: 'One finding: evidence, what it was judged on, history',
  description:
    'Its ETag goes into If-Match of a change, which is refused where people have said something since.',
  tags,
  request: { params: z.object({ id: uuid }) },
  responses: { 200: json(FindingDetailSchema, 'The finding'), ...problems(404) },
})

export function findingRoutes(deps: ApiDeps, searches: Searches) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const scope = cursorScope(deps, 'findings', query)
    const last = after(scope, query, ['number', 'string', 'string'])
    const filter = filterOf(query, await findNamed(deps, context, query.integration))
    const caller = context.get('caller')
    const page = {
      after:
        last === null
          ? undefined
          : { severityRank: Number(last[0]), firstSeenAt: String(last[1]), id: asFindingId(String(last[2])) },
      limit: query.limit + 1,
    }
    const { rows, people } = await searches.run(caller, query.q, () =>
      listFindings(db, caller.scope, filter, page),
    )
    const shown = {
      rows,
      key: (row: ListedFinding) => [row.severityRank, row.firstSeenAt, row.id],
      view: (row: ListedFinding) => findingView(row, people),
    }
    return context.json(onePage(context, scope, query, shown), 200)
  })
  routes.openapi(read, async (context) => {
    const id = asFindingId(context.req.valid('param').id)
    const found = await readFinding(db, context.get('caller').scope, id, { events: HISTORY })
    if (found === null) throw notFound('finding')
    const view = findingDetailView(found)
    context.header('ETag', findingTag(saidTag(found.finding, found.said), view))
    return context.json(view, 200)
  })
  return routes
}
