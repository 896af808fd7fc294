import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Human } from '../../db/identities/list-humans.ts'
import { getHuman, listHumans } from '../../db/identities/list-humans.ts'
import { asPersonId } from '../../model/core/ids.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamedOne } from '../find-integration.ts'
import { loadIdentities } from '../identities.ts'
import { identityDetailView, identityView } from '../identity-view.ts'
import { lastUsesOf } from '../last-uses.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { notFound } from '../problem.ts'
import { pageQuery } from '../query.ts'
import { json, pageOf, plainText, problems, uuid } from '../schemas/common.ts'
import { IdentityDetailSchema, IdentitySchema } from '../schemas/identity.ts'
import type { Searches } from '../searches.ts'

const tags = ['identities']
const LONGEST_SEARCH = 320

const list = createRoute({
  method: 'get',
  path: '/identities',
  summary: 'Humans across both planes: their accounts, what they own, what the directory says',
  description:
    'One human is all people of an integration with the same e-mail address, never with the same name.',
  tags,
  request: {
    query: z.strictObject({
      ...pageQuery,
      integration: uuid.optional(),
      q: plainText(LONGEST_SEARCH)
        .optional()
        .openapi({ description: 'Part of an address or a name, or a user’s id at OpenAI.' }),
    }),
  },
  responses: { 200: json(pageOf('IdentityPage', IdentitySchema), 'One page'), ...problems(404) },
})

const read = createRoute({
  method: 'get',
  path: '/identities/{id}',
  summary: 'One human, with the keys, GPTs and agents that they own',
  tags,
  request: { params: z.object({ id: uuid.openapi({ description: 'Any of their person ids.' }) }) },
  responses: { 200: json(IdentityDetailSchema, 'The human'), ...problems(404) },
})

export function identityRoutes(deps: ApiDeps, searches: Searches) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const cursor = cursorScope(deps, 'identities', query)
    const last = afterId(cursor, query)
    const integrationId = await findNamedOne(deps, context, query.integration)
    const caller = context.get('caller')
    const filter = {
      integrationId,
      q: query.q,
      after: last === null ? undefined : asPersonId(last),
      limit: query.limit + 1,
    }
    const humans = await searches.run(caller, query.q, () => listHumans(db, caller.scope, filter))
    const page = onePage(context, cursor, query, {
      rows: humans,
      key: ({ id }: Human) => [id],
      view: (human) => human,
    })
    const records = await loadIdentities(deps, caller.scope, page.data, new Date())
    return context.json({ ...page, data: records.map(identityView) }, 200)
  })
  routes.openapi(read, async (context) => {
    const { scope } = context.get('caller')
    const human = await getHuman(db, scope, asPersonId(context.req.valid('param').id))
    const [record] = human === null ? [] : await loadIdentities(deps, scope, [human], new Date())
    if (record === undefined) throw notFound('person')
    const { integrationId } = record.human
    const things = [...record.keys, ...record.works].map((thing) => ({ ...thing, integrationId }))
    return context.json(identityDetailView(record, await lastUsesOf(deps.database.sql, things)), 200)
  })
  return routes
}
