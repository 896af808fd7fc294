import { randomUUIDv7 } from 'node:crypto'
import type { Context } from 'hono'
import { Hono } from 'hono'
import type { Db } from '../../db/client.ts'
import type { ScimPerson, ScimPersonValues } from '../../db/directory/scim-people.ts'
import {
  changeScimPerson,
  countScimPeople,
  dropScimPerson,
  findManagerEmail,
  getScimPerson,
  insertScimPerson,
  listScimPeople,
} from '../../db/directory/scim-people.ts'
import { violates } from '../../db/errors.ts'
import { isAddress } from '../../model/core/directory.ts'
import type { DirectoryPersonId, IntegrationId } from '../../model/core/ids.ts'
import { asDirectoryPersonId } from '../../model/core/ids.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findIntegration, findLiving } from '../find-integration.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { uuid } from '../schemas/common.ts'
import { MOST_RESULTS, schemas, serviceProviderConfig, userResourceType } from '../scim/discovery.ts'
import { readFilter } from '../scim/filter.ts'
import { applyPatch } from '../scim/patch.ts'
import type { PersonDraft } from '../scim/person-draft.ts'
import { draftOf, valuesOf } from '../scim/person-draft.ts'
import type { ScimObject } from '../scim/read-resource.ts'
import { parseScim, readResource } from '../scim/read-resource.ts'
import { SCIM_BASE, SCIM_JSON, ScimProblem } from '../scim/scim-problem.ts'
import { listView, userView, wholeList } from '../scim/vocabulary.ts'

/**
 * A SCIM 2.0 receiver (RFC 7643, 7644): the company's identity provider tells who joins and who leaves. A part of the API
 * that speaks another protocol, so it is no part of its description; the token, its scope and the bounds are the same.
 */

type ScimContext = Context<ApiEnv>
const DEFAULT_RESULTS = 100

export function scimRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  discoveryRoutes(deps, routes)
  readingRoutes(deps, routes)
  writingRoutes(deps, routes)
  return routes
}

function discoveryRoutes(deps: ApiDeps, routes: Hono<ApiEnv>): void {
  const of = (make: (base: string, context: ScimContext) => object) => async (context: ScimContext) => {
    await seen(deps, context)
    return answer(context, make(baseOf(context), context))
  }
  routes.get('/:integration/ServiceProviderConfig', of(serviceProviderConfig))
  routes.get(
    '/:integration/ResourceTypes',
    of((base) => wholeList([userResourceType(base)])),
  )
  routes.get('/:integration/ResourceTypes/User', of(userResourceType))
  routes.get(
    '/:integration/Schemas',
    of((base) => wholeList(schemas(base))),
  )
  routes.get(
    '/:integration/Schemas/:id',
    of((base, context) => {
      const found = schemas(base).find(({ id }) => id === context.req.param('id'))
      if (found === undefined) throw notFound('schema')
      return found
    }),
  )
  // Nothing is judged by groups; providers ask for them all the same.
  routes.get(
    '/:integration/Groups',
    of(() => wholeList([])),
  )
}

function readingRoutes(deps: ApiDeps, routes: Hono<ApiEnv>): void {
  const db = deps.database.drizzle
  routes.get('/:integration/Users', async (context) => {
    const integrationId = await seen(deps, context)
    const { manager, ...asked } = readFilter(context.req.query('filter'))
    // A manager whom nobody knows is nobody's manager: no address is empty.
    const managerEmail =
      manager === undefined ? undefined : ((await addressOf(db, integrationId, manager)) ?? '')
    const filter = { ...asked, managerEmail }
    const startIndex = Math.max(1, numberOf(context, 'startIndex', 1))
    const limit = Math.min(MOST_RESULTS, Math.max(0, numberOf(context, 'count', DEFAULT_RESULTS)))
    const [total, people] = await Promise.all([
      countScimPeople(db, integrationId, filter),
      limit === 0 ? [] : listScimPeople(db, integrationId, filter, { offset: startIndex - 1, limit }),
    ])
    const resources = people.map((person) => userView(person, locationOf(context, person)))
    return answer(context, listView(resources, { total, startIndex }))
  })
  routes.get('/:integration/Users/:id', async (context) => {
    const integrationId = await seen(deps, context)
    return show(db, context, integrationId, idOf(context))
  })
}

function writingRoutes(deps: ApiDeps, routes: Hono<ApiEnv>): void {
  const db = deps.database.drizzle
  const now = () => new Date()
  routes.post('/:integration/Users', async (context) => {
    const integrationId = await living(deps, context)
    const draft = readResource(await bodyOf(context))
    const id = asDirectoryPersonId(randomUUIDv7())
    const values = valuesOf(draft, await managerOf(db, integrationId, draft), null, now())
    await written(deps, context, { action: 'create', integrationId, id }, () =>
      insertScimPerson(db, integrationId, id, values),
    )
    return show(db, context, integrationId, id, 201)
  })

  const change = (action: string, apply: (person: ScimPerson, body: ScimObject) => PersonDraft) =>
    async function changed(context: ScimContext): Promise<Response> {
      const [integrationId, id] = [await living(deps, context), idOf(context)]
      const body = await bodyOf(context)
      const next = async (person: ScimPerson, tx: Db): Promise<ScimPersonValues> => {
        const draft = apply(person, body)
        return valuesOf(draft, await managerOf(tx, integrationId, draft), person, now())
      }
      await written(deps, context, { action, integrationId, id }, async () => {
        if (!(await changeScimPerson(db, integrationId, id, next))) throw notFound('user')
      })
      return show(db, context, integrationId, id)
    }
  routes.put(
    '/:integration/Users/:id',
    change('replace', (person, body) => readResource(body, person.status === 'active')),
  )
  routes.patch(
    '/:integration/Users/:id',
    change('patch', (person, body) => {
      const draft = draftOf(person)
      applyPatch(draft, body)
      return draft
    }),
  )
  routes.delete('/:integration/Users/:id', async (context) => {
    const [integrationId, id] = [await living(deps, context), idOf(context)]
    await written(deps, context, { action: 'delete', integrationId, id }, async () => {
      if (!(await dropScimPerson(db, integrationId, id))) throw notFound('user')
    })
    return context.body(null, 204)
  })
}

/** Writes, with a record of who did; ids only. */
async function written(
  deps: ApiDeps,
  context: ScimContext,
  what: { readonly action: string; readonly integrationId: IntegrationId; readonly id: DirectoryPersonId },
  act: () => Promise<void>,
): Promise<void> {
  const { action, integrationId, id } = what
  const entry = {
    action: `directory.scim_${action}`,
    target: `integration/${integrationId}`,
    detail: { directory_person_id: id },
  }
  await audited(deps, context, entry, async () => {
    try {
      await act()
    } catch (error) {
      const isTaken = NAMES.some((constraint) => violates(error, constraint))
      throw isTaken ? new ScimProblem('uniqueness', 'Another user has this userName or externalId.') : error
    }
  })
}

/** Unique within an integration. */
const NAMES = ['directory_people_user_name', 'directory_people_external']

async function show(
  db: Db,
  context: ScimContext,
  integrationId: IntegrationId,
  id: DirectoryPersonId,
  status: 200 | 201 = 200,
): Promise<Response> {
  const person = await getScimPerson(db, integrationId, id)
  if (person === null) throw notFound('user')
  const location = locationOf(context, person)
  return answer(context, userView(person, location), status, status === 201 ? { Location: location } : {})
}

const answer = (
  context: ScimContext,
  body: object,
  status: 200 | 201 = 200,
  headers: Readonly<Record<string, string>> = {},
): Response => context.body(JSON.stringify(body), status, { 'Content-Type': SCIM_JSON, ...headers })

const managerOf = (db: Db, integrationId: IntegrationId, { manager }: PersonDraft): Promise<string | null> =>
  manager === null ? Promise.resolve(null) : addressOf(db, integrationId, manager)

const addressOf = (db: Db, integrationId: IntegrationId, name: string): Promise<string | null> =>
  isAddress(name) ? Promise.resolve(name) : findManagerEmail(db, integrationId, name)

function uuidIn(context: ScimContext, name: string, what: string): string {
  const parsed = uuid.safeParse(context.req.param(name))
  if (!parsed.success) throw notFound(what)
  return parsed.data
}

const seen = async (deps: ApiDeps, context: ScimContext): Promise<IntegrationId> =>
  (await findIntegration(deps, context, uuidIn(context, 'integration', 'integration'))).id

const living = async (deps: ApiDeps, context: ScimContext): Promise<IntegrationId> =>
  (await findLiving(deps, context, uuidIn(context, 'integration', 'integration'))).id

const idOf = (context: ScimContext): DirectoryPersonId => asDirectoryPersonId(uuidIn(context, 'id', 'user'))

const JSON_TYPE = /^application\/(scim\+)?json\s*(;|$)/i

async function bodyOf(context: ScimContext): Promise<ScimObject> {
  if (!JSON_TYPE.test(context.req.header('Content-Type') ?? '')) {
    throw new ApiProblem('unsupported-media-type', `Send "Content-Type: ${SCIM_JSON}".`)
  }
  return parseScim(await context.req.text())
}

/** Postgres' offset is a bigint; what is beyond any directory is an empty page. */
const HIGHEST = 1_000_000_000

function numberOf(context: ScimContext, name: string, fallback: number): number {
  const given = context.req.query(name)
  if (given === undefined || given === '') return fallback
  if (!/^-?\d{1,15}$/.test(given)) throw new ScimProblem('invalidValue', `${name} must be a whole number.`)
  return Math.min(Number(given), HIGHEST)
}

const baseOf = (context: ScimContext): string =>
  `${new URL(context.req.url).origin}${SCIM_BASE}/${context.req.param('integration')}`

const locationOf = (context: ScimContext, { id }: ScimPerson): string => `${baseOf(context)}/Users/${id}`
