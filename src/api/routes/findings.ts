import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Finding, FindingFilter } from '../../db/findings/list-findings.ts'
import { getFinding, listFindingEvents, listFindings } from '../../db/findings/list-findings.ts'
import { getPeople } from '../../db/people/get-people.ts'
import { ASSET_KINDS } from '../../model/core/assets.ts'
import { FINDING_STATES } from '../../model/core/findings.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import { asAssetId, asFindingId } from '../../model/core/ids.ts'
import { RULE_IDS } from '../../model/core/rule-ids.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { CATEGORIES } from '../../rules/catalogue/entry.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamed } from '../find-integration.ts'
import { after, cursorScope, onePage } from '../pages.ts'
import { notFound } from '../problem.ts'
import { manyOf, pageQuery } from '../query.ts'
import { json, pageOf, plainText, problems, uuid } from '../schemas/common.ts'
import {
  FindingDetailSchema,
  FindingSchema,
  findingDetailView,
  findingView,
  peopleIn,
} from '../schemas/finding.ts'
import type { Searches } from '../searches.ts'

const tags = ['findings']
const LONGEST_SEARCH = 200
/** Events of one finding that are shown with it; a finding that flaps for a year has fewer. */
const HISTORY = 200

/** What lies outside Postgres cannot be asked for, whatever the zone; ISO texts compare as times do. */
const FIRST_YEAR = '1970'
const LAST_YEAR = '9999'

export const findingFilters = {
  integration: manyOf(uuid, 'Ids of integrations.'),
  severity: manyOf(z.enum(SEVERITIES), 'Effective severities.'),
  state: manyOf(z.enum(FINDING_STATES), 'States; a standing finding is `open` or `reopened`.'),
  rule: manyOf(z.enum(RULE_IDS), 'Rule ids.'),
  category: manyOf(z.enum(CATEGORIES), 'Categories.'),
  finding_type_id: manyOf(uuid, 'FindingTypeIDs as Cloudflare CASB publishes them.'),
  asset: manyOf(uuid, 'Ids of assets.'),
  asset_kind: manyOf(z.enum(ASSET_KINDS), 'Kinds of assets.'),
  q: plainText(LONGEST_SEARCH)
    .optional()
    .openapi({ description: 'Part of a rule, a category, a FindingTypeID, an asset’s id or name.' }),
  first_seen_gte: z.iso
    .datetime({ offset: true })
    .refine((text) => text >= FIRST_YEAR && text < LAST_YEAR, 'must be a time between 1970 and 9999')
    .optional()
    .openapi({ format: 'date-time', description: 'First seen at or after this time.' }),
}

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
  tags,
  request: { params: z.object({ id: uuid }) },
  responses: { 200: json(FindingDetailSchema, 'The finding'), ...problems(404) },
})

const FiltersObject = z.strictObject(findingFilters)

export function filterOf(
  query: z.output<typeof FiltersObject>,
  integrationIds: readonly IntegrationId[] | undefined,
): FindingFilter {
  return {
    integrationIds,
    severities: query.severity,
    states: query.state,
    ruleIds: query.rule,
    categories: query.category,
    findingTypeIds: query.finding_type_id,
    assetIds: query.asset?.map(asAssetId),
    assetKinds: query.asset_kind,
    q: query.q,
    firstSeenFrom: query.first_seen_gte,
  }
}

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
    const rows = await searches.run(caller, query.q, () => listFindings(db, caller.scope, filter, page))
    const people = await peopleOf(deps, context, rows)
    const shown = {
      rows,
      key: (row: Finding) => [row.severityRank, row.firstSeenAt, row.id],
      view: (row: Finding) => findingView(row, people),
    }
    return context.json(onePage(context, scope, query, shown), 200)
  })
  routes.openapi(read, async (context) => {
    const id = asFindingId(context.req.valid('param').id)
    const row = await getFinding(db, context.get('caller').scope, id)
    if (row === null) throw notFound('finding')
    const [people, history] = await Promise.all([
      peopleOf(deps, context, [row]),
      listFindingEvents(db, id, { limit: HISTORY }),
    ])
    return context.json(findingDetailView(row, people, history), 200)
  })
  return routes
}

const peopleOf = (deps: ApiDeps, context: Context<ApiEnv>, rows: readonly Finding[]) =>
  getPeople(
    deps.database.drizzle,
    context.get('caller').scope,
    rows.flatMap((row) => peopleIn(row.evidence).map(([, id]) => id)),
  )
