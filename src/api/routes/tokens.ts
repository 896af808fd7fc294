import { randomUUIDv7 } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { NewToken } from '../../db/tokens/tokens.ts'
import { createTokenBy, getToken, listTokens, revokeToken } from '../../db/tokens/tokens.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { findNamed } from '../find-integration.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { IdempotencyHeader, json, jsonBody, problems, uuid } from '../schemas/common.ts'
import { CreatedTokenSchema, CreateToken, scopesAsked, TokenSchema, tokenView } from '../schemas/token.ts'
import { expiryOf, refuseScopes, refuseTooMuch } from '../token-grants.ts'
import { ownerOf, refuseBeyond, refuseDisabled } from '../token-owner.ts'
import { makeToken, tokenHash, tokenPrefix } from '../tokens.ts'

const tags = ['access']
const params = z.object({ id: uuid })

const create = createRoute({
  method: 'post',
  path: '/tokens',
  summary: 'Make a token; it is shown this once',
  description:
    'It may do no more than the token that makes it, sees no integration that this one does not, and does not outlive it.',
  tags,
  request: { headers: IdempotencyHeader, body: jsonBody(CreateToken) },
  responses: { 201: json(CreatedTokenSchema, 'Made'), ...problems(403, 404, 409, 413, 415, 422) },
})

const list = createRoute({
  method: 'get',
  path: '/tokens',
  summary: 'Tokens, newest first, also those that have ended',
  tags,
  request: { query: z.strictObject({}) },
  responses: {
    200: json(z.object({ data: z.array(TokenSchema) }).openapi('TokenList'), 'All that this token may see'),
    ...problems(403),
  },
})

const read = createRoute({
  method: 'get',
  path: '/tokens/{id}',
  summary: 'One token',
  tags,
  request: { params },
  responses: { 200: json(TokenSchema, 'The token'), ...problems(403, 404) },
})

const revoke = createRoute({
  method: 'delete',
  path: '/tokens/{id}',
  summary: 'Revoke a token, at once; it stays in the list',
  tags,
  request: { params, headers: IdempotencyHeader },
  responses: { 204: { description: 'Revoked' }, ...problems(403, 404, 409, 413, 422) },
})

export function tokenRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  const find = async (context: Context<ApiEnv>, id: string) => {
    const row = await getToken(db, context.get('caller').scope, id)
    if (row === null) throw notFound('token')
    return row
  }
  const madeBy = async (context: Context<ApiEnv>, token: NewToken): Promise<void> => {
    // It was looked up when the request began, and a body may take minutes to come.
    const isAllowed = await context.get('isStillAllowed')()
    if (!isAllowed || !(await createTokenBy(db, context.get('caller').actor, token).catch(refuseDisabled)))
      throw new ApiProblem(
        'unauthorized',
        'The token was revoked or has ended, or the session has, or is now of another role.',
      )
  }
  routes.openapi(create, async (context) => {
    const input = context.req.valid('json')
    const caller = context.get('caller')
    const account = await ownerOf(deps, caller, input.service_account_id)
    const scopes = input.role || input.scopes ? scopesAsked(input) : (account?.scopes ?? [])
    const named = await findNamed(deps, context, input.integration_ids ?? undefined)
    const inherited = caller.scope.integrationIds === 'all' ? null : caller.scope.integrationIds
    const integrationIds = named ?? inherited
    const expiresAt = expiryOf(caller, input.expires_in_days)
    refuseTooMuch(caller, { scopes, expiresAt })
    if (account !== null) refuseBeyond(account, scopes)
    const [id, token] = [randomUUIDv7(), makeToken()]
    const detail = {
      scopes: [...scopes],
      integration_ids: integrationIds === null ? null : [...integrationIds],
      expires_at: expiresAt,
      ...(account === null ? {} : { service_account_id: account.id }),
    }
    await audited(deps, context, { action: 'token.create', target: `token/${id}`, detail }, () =>
      madeBy(context, {
        ...{ id, name: input.name, prefix: tokenPrefix(token), hash: tokenHash(token) },
        ...{ integrationIds, scopes, expiresAt, createdBy: caller.actor },
        serviceAccountId: account?.id ?? null,
      }),
    )
    const view = tokenView(await find(context, id))
    context.set('answerWhenRepeated', { ...view, token: null })
    context.header('Location', `/api/v1/tokens/${id}`)
    return context.json({ ...view, token }, 201)
  })
  routes.openapi(list, async (context) => {
    const rows = await listTokens(db, context.get('caller').scope)
    return context.json({ data: rows.map(tokenView) }, 200)
  })
  routes.openapi(read, async (context) =>
    context.json(tokenView(await find(context, context.req.valid('param').id)), 200),
  )
  routes.openapi(revoke, async (context) => {
    const { id, scopes } = await find(context, context.req.valid('param').id)
    const caller = context.get('caller')
    // Else one who may make tokens and nothing else could shut everybody out.
    if (id !== caller.actor.id) refuseScopes(caller, scopes)
    await audited(deps, context, { action: 'token.revoke', target: `token/${id}` }, () => revokeToken(db, id))
    return context.body(null, 204)
  })
  return routes
}
