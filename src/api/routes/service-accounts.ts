import { randomUUIDv7 } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ServiceAccount } from '../../db/service-accounts/service-accounts.ts'
import {
  createServiceAccount,
  describeServiceAccount,
  disableServiceAccount,
  enableServiceAccount,
  getServiceAccount,
  listServiceAccounts,
} from '../../db/service-accounts/service-accounts.ts'
import { asServiceAccountId } from '../../model/core/ids.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { IdempotencyHeader, json, jsonBody, problems, uuid } from '../schemas/common.ts'
import {
  ChangeServiceAccount,
  CreateServiceAccount,
  ServiceAccountSchema,
  serviceAccountView,
} from '../schemas/service-account.ts'
import { scopesAsked } from '../schemas/token.ts'
import { refuseScopes } from '../token-grants.ts'
import { requireWholeScope } from '../whole-scope.ts'

const tags = ['access']
const params = z.object({ id: uuid })

const create = createRoute({
  method: 'post',
  path: '/service-accounts',
  summary: 'Make a service account: a program that uses Casbah, and owns tokens',
  description: 'Its tokens may do no more than it may, and it no more than the token that makes it.',
  tags,
  request: { headers: IdempotencyHeader, body: jsonBody(CreateServiceAccount) },
  responses: { 201: json(ServiceAccountSchema, 'Made'), ...problems(403, 409, 413, 415, 422) },
})

const list = createRoute({
  method: 'get',
  path: '/service-accounts',
  summary: 'Service accounts, newest first, also those that are disabled',
  tags,
  request: { query: z.strictObject({}) },
  responses: {
    200: json(z.object({ data: z.array(ServiceAccountSchema) }).openapi('ServiceAccountList'), 'All of them'),
    ...problems(403),
  },
})

const read = createRoute({
  method: 'get',
  path: '/service-accounts/{id}',
  summary: 'One service account',
  description: 'Its tokens are those of GET /tokens that name it in `service_account_id`.',
  tags,
  request: { params },
  responses: { 200: json(ServiceAccountSchema, 'The account'), ...problems(403, 404) },
})

const change = createRoute({
  method: 'patch',
  path: '/service-accounts/{id}',
  summary: 'Disable or enable a service account, or say anew what it is for',
  description:
    'Disabling ends its tokens at once. They stay ended when it is enabled again: what was shut out may have leaked.',
  tags,
  request: { params, headers: IdempotencyHeader, body: jsonBody(ChangeServiceAccount) },
  responses: { 200: json(ServiceAccountSchema, 'As it is now'), ...problems(403, 404, 409, 413, 415, 422) },
})

/** An account may come to own tokens for any integration. */
const WHOLE = 'Service accounts are of all integrations; this token is limited to some.'

export function serviceAccountRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  routes.openapi(create, async (context) => {
    requireWholeScope(context, WHOLE)
    const input = context.req.valid('json')
    const scopes = [...scopesAsked(input)]
    refuseScopes(context.get('caller'), scopes)
    refuseOwned(context, null)
    const id = asServiceAccountId(randomUUIDv7())
    const what = { action: 'service_account.create', target: `service-account/${id}`, detail: { scopes } }
    const row = { id, name: input.name, description: input.description ?? '', scopes }
    await audited(deps, context, what, async () => {
      if (await createServiceAccount(db, { ...row, createdBy: context.get('caller').actor })) return
      throw new ApiProblem('account-name-taken', 'A service account has this name.', {
        errors: [{ pointer: '/name', detail: 'is taken' }],
      })
    })
    context.header('Location', `/api/v1/service-accounts/${id}`)
    return context.json(serviceAccountView(await findAccount(deps, id)), 201)
  })
  routes.openapi(list, async (context) => {
    requireWholeScope(context, WHOLE)
    const rows = await listServiceAccounts(db)
    return context.json({ data: rows.map(serviceAccountView) }, 200)
  })
  routes.openapi(read, async (context) => {
    requireWholeScope(context, WHOLE)
    return context.json(serviceAccountView(await findAccount(deps, context.req.valid('param').id)), 200)
  })
  routes.openapi(change, async (context) => {
    requireWholeScope(context, WHOLE)
    const account = await findAccount(deps, context.req.valid('param').id)
    const { disabled, description } = context.req.valid('json')
    refuseOwned(context, account)
    // Else somebody with one scope could shut out a program that can do everything.
    refuseScopes(context.get('caller'), account.scopes)
    if (description !== undefined) {
      await audited(deps, context, whatOf('describe', account), () =>
        describeServiceAccount(db, account.id, description),
      )
    }
    if (disabled === true) await disable(deps, context, account)
    if (disabled === false) {
      await audited(deps, context, whatOf('enable', account), () => enableServiceAccount(db, account.id))
    }
    return context.json(serviceAccountView(await findAccount(deps, account.id)), 200)
  })
  return routes
}

export async function findAccount(
  { database }: Pick<ApiDeps, 'database'>,
  id: string,
): Promise<ServiceAccount> {
  const row = await getServiceAccount(database.drizzle, asServiceAccountId(id))
  if (row === null) throw notFound('service account')
  return row
}

const whatOf = (verb: string, { id }: ServiceAccount) => ({
  action: `service_account.${verb}`,
  target: `service-account/${id}`,
})

const disable = (
  { database }: ApiDeps,
  context: Context<ApiEnv>,
  account: ServiceAccount,
): Promise<unknown> =>
  audited({ database }, context, whatOf('disable', account), () =>
    disableServiceAccount(database.drizzle, account.id, context.get('caller').actor),
  )

/** What belongs to an account ends with it, so it makes no account that would not, and opens none again. */
function refuseOwned(context: Context<ApiEnv>, account: ServiceAccount | null): void {
  const { serviceAccountId } = context.get('caller')
  if (serviceAccountId === null || serviceAccountId === account?.id) return
  throw new ApiProblem('too-much-asked', 'A token of a service account makes and changes no other account.')
}
