import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { EXPORT_FORMAT_NAMES } from '../../model/core/export-formats.ts'
import { asFindingId } from '../../model/core/ids.ts'
import { PROGRAM_VERSION } from '../../model/schema/program-version.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { EXPORT_FORMATS } from '../exports/formats.ts'
import { sendFindings } from '../exports/send-findings.ts'
import { isNoFault } from '../exports/send-snapshot.ts'
import { findNamed } from '../find-integration.ts'
import { filterOf, findingFilters } from '../finding-filters.ts'
import { OpenConnections } from '../open-connections.ts'
import { problems, uuid } from '../schemas/common.ts'

const tags = ['exports']
/** At once, in one process: each holds a connection of the pool while it lasts. */
const MOST_OPEN = 3
/** At once, by one token. */
const MOST_OPEN_A_TOKEN = 1
const MOST_FINDINGS = 100_000_000

const text = { schema: z.string() }

const findings = createRoute({
  method: 'get',
  path: '/exports/findings',
  summary: 'All findings that the filters leave, streamed',
  description: [
    'Everything is as it was at the time that the header Casbah-As-Of names, in the order in which findings were first made.',
    'An export that was cut off is taken up again with `after`: the id of the last finding that came. What comes then is of a later time, which Casbah-As-Of names too.',
    ...EXPORT_FORMAT_NAMES.map((name) => `\`${name}\`: ${EXPORT_FORMATS[name].description}`),
  ].join('\n\n'),
  tags,
  request: {
    query: z.strictObject({
      ...findingFilters,
      format: z.enum(EXPORT_FORMAT_NAMES).default('ndjson'),
      after: uuid.optional().openapi({ description: 'Of what was made after this finding.' }),
      most: z.coerce
        .number()
        .int()
        .min(1)
        .max(MOST_FINDINGS)
        .optional()
        .openapi({ description: 'No more than so many.' }),
    }),
  },
  responses: {
    200: {
      description: 'Findings, one after the other',
      headers: z.object({
        'Casbah-As-Of': z.string().openapi({ description: 'ISO; the time of everything in it.' }),
      }),
      content: {
        'application/x-ndjson': text,
        'text/csv': text,
        'application/sarif+json': text,
        'text/plain': text,
      },
    },
    ...problems(403, 404),
  },
})

export function exportRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const connections = new OpenConnections(MOST_OPEN, MOST_OPEN_A_TOKEN, 'exports')
  routes.openapi(findings, async (context) => {
    const query = context.req.valid('query')
    const { scope, actor } = context.get('caller')
    const filter = filterOf(query, await findNamed(deps, context, query.integration))
    const format = EXPORT_FORMATS[query.format]
    const headers = { 'Content-Type': format.contentType, 'Cache-Control': 'no-store' }
    if (context.req.method === 'HEAD') return context.body(null, 200, headers)
    const leave = connections.take(actor.id)
    try {
      const detail = { format: query.format, filters: filtersOf(query) }
      const sent = await audited(
        deps,
        context,
        { action: 'findings.export', target: 'findings', detail },
        () =>
          sendFindings({
            ...{ db: deps.database.drizzle, scope, filter, format, version: PROGRAM_VERSION },
            after: query.after === undefined ? null : asFindingId(query.after),
            most: query.most ?? null,
            isAllowed: context.get('isStillAllowed'),
          }),
      )
      void sent.ended.then((failure) => {
        leave()
        if (failure !== null && !isNoFault(failure.error))
          deps.log.error({ error: failure.error }, 'an export broke off')
      })
      return context.body(sent.body, 200, { ...headers, 'Casbah-As-Of': sent.asOf })
    } catch (error) {
      leave()
      throw error
    }
  })
  return routes
}

/** Which filters were given, as of bulk changes: what they say may be a person's name, and stays in the log for good. */
const filtersOf = (query: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(query)
    .filter((name) => name !== 'format' && query[name] !== undefined)
    .sort()
