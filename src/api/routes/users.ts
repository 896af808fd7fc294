import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { appendAudit } from '../../db/audit/append-audit.ts'
import { deleteSessionsOf } from '../../db/sessions/sessions.ts'
import { revokeTokensOf, scopesOfTokensOf, usableTokensOf } from '../../db/tokens/tokens-of-user.ts'
import type { ListedUser } from '../../db/users/users.ts'
import { disableUser, enableUser, getUser, listUsers } from '../../db/users/users.ts'
import type { ApiScope } from '../../model/core/access.ts'
import { SCOPES_OF_ROLE } from '../../model/core/access.ts'
import { asUserId } from '../../model/core/ids.ts'
import { ownerDetail } from '../audited.ts'
import type { ApiEnv, Caller } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { afterId, cursorScope, onePage } from '../pages.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { pageQuery } from '../query.ts'
import { IdempotencyHeader, json, jsonBody, pageOf, problems, uuid } from '../schemas/common.ts'
import { ChangeUser, UserDetailSchema, UserSchema, userDetailView, userView } from '../schemas/user.ts'
import { refuseScopes } from '../token-grants.ts'
import { requireWholeScope } from '../whole-scope.ts'

const tags = ['access']
const params = z.object({ id: uuid })

const list = createRoute({
  method: 'get',
  path: '/users',
  summary: 'People who have signed in or tried to, newest first',
  tags,
  request: { query: z.strictObject(pageQuery) },
  responses: { 200: json(pageOf('UserPage', UserSchema), 'A page of people'), ...problems(403) },
})

const read = createRoute({
  method: 'get',
  path: '/users/{id}',
  summary: 'One person, with the tokens that they made',
  tags,
  request: { params },
  responses: { 200: json(UserDetailSchema, 'The person'), ...problems(403, 404) },
})

const change = createRoute({
  method: 'patch',
  path: '/users/{id}',
  summary: 'Shut a person out, or let them in again',
  description:
    'Disabling ends their sessions and, unless keep_tokens says otherwise, revokes the tokens that they made, at once. Their role is the identity provider’s to change.',
  tags,
  request: { params, headers: IdempotencyHeader, body: jsonBody(ChangeUser) },
  responses: { 200: json(UserDetailSchema, 'The person'), ...problems(403, 404, 409, 413, 415, 422) },
})

/** Who may use Casbah is of all integrations. */
const WHOLE = 'People use all integrations; this token is limited to some.'

export function userRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const db = deps.database.drizzle
  const find = async (id: string): Promise<ListedUser> => {
    const row = await getUser(db, asUserId(id))
    if (row === null) throw notFound('person')
    return row
  }
  const detailOf = async (id: string) =>
    userDetailView(await find(id), await usableTokensOf(db, asUserId(id)))
  routes.openapi(list, async (context) => {
    requireWholeScope(context, WHOLE)
    const query = context.req.valid('query')
    const scope = cursorScope(deps, 'users', query)
    const last = afterId(scope, query)
    const before = last === null ? undefined : asUserId(last)
    const rows = await listUsers(db, { before, limit: query.limit + 1 })
    return context.json(onePage(context, scope, query, { rows, key: (row) => [row.id], view: userView }), 200)
  })
  routes.openapi(read, async (context) => {
    requireWholeScope(context, WHOLE)
    return context.json(await detailOf(context.req.valid('param').id), 200)
  })
  routes.openapi(change, async (context) => {
    requireWholeScope(context, WHOLE)
    const user = await find(context.req.valid('param').id)
    const { disabled, keep_tokens: keep = false } = context.req.valid('json')
    refuseChange(context, user)
    if (disabled) await shutOut(deps, context, user, keep)
    else await letIn(deps, context, user)
    return context.json(await detailOf(user.id), 200)
  })
  return routes
}

/** As with tokens: nobody shuts out who can do more than they, or somebody with one scope could shut out everybody. */
function refuseChange(context: Context<ApiEnv>, { id, role }: ListedUser): void {
  const caller = context.get('caller')
  if (caller.actor.id === id)
    throw new ApiProblem(
      'own-access',
      'You would end your own session, and nobody else might be left to undo it.',
    )
  if (role !== null) refuseScopes(caller, SCOPES_OF_ROLE[role])
}

/**
 * All of it or nothing, with its row in the audit log. The person is marked first: a sign-in or a new token of theirs waits
 * for that row, or was there before and is found.
 */
function shutOut(
  { database }: ApiDeps,
  context: Context<ApiEnv>,
  { id }: ListedUser,
  keepTokens: boolean,
): Promise<void> {
  const caller = context.get('caller')
  const { actor } = caller
  return database.drizzle.transaction(async (tx) => {
    await disableUser(tx, id, actor)
    if (!keepTokens) refuseTokens(caller, await scopesOfTokensOf(tx, id))
    const sessions = await deleteSessionsOf(tx, id)
    const revoked = keepTokens ? [] : await revokeTokensOf(tx, id)
    await appendAudit(tx, {
      ...{ actor, action: 'user.disable', target: `user/${id}`, requestId: context.get('requestId') },
      detail: {
        ...{ sessions_ended: sessions, tokens_revoked: [...revoked], keep_tokens: keepTokens },
        ...ownerDetail(caller),
      },
    })
  })
}

/** What somebody made when their role was wider still has that; to revoke one such by itself would be refused, too. */
function refuseTokens({ scopes }: Caller, held: readonly ApiScope[]): void {
  const lacking = held.filter((scope) => !scopes.includes(scope))
  if (lacking.length === 0) return
  throw new ApiProblem(
    'too-much-asked',
    `Tokens that they made have ${lacking.join(', ')}, which you do not have yourself; keep_tokens leaves them as they are.`,
  )
}

function letIn({ database }: ApiDeps, context: Context<ApiEnv>, { id }: ListedUser): Promise<void> {
  const caller = context.get('caller')
  return database.drizzle.transaction(async (tx) => {
    await enableUser(tx, id)
    await appendAudit(tx, {
      ...{ actor: caller.actor, action: 'user.enable', target: `user/${id}` },
      ...{ requestId: context.get('requestId'), detail: ownerDetail(caller) },
    })
  })
}
