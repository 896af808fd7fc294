import { OpenAPIHono } from '@hono/zod-openapi'
import type { PayloadCodec } from '@temporalio/common'
import type { Context } from 'hono'
import { except } from 'hono/combine'
import { etag } from 'hono/etag'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { usableHashes } from '../db/tokens/usable-hashes.ts'
import { DIRECTORY_FILE_AT_MOST } from '../model/core/directory.ts'
import { askedRoute } from './asked-route.ts'
import { authenticator } from './authenticate.ts'
import { API_BASE } from './base.ts'
import { codecRoutes, MOST_CODEC_BYTES } from './codec.ts'
import type { ApiEnv } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { answerNotFound, answerProblem, makeErrorHandler, refuseInvalid } from './errors.ts'
import { bearer } from './middleware/bearer/bearer.ts'
import { bodyLimit } from './middleware/body-limit/body-limit.ts'
import { tokenOrSession } from './middleware/caller/caller.ts'
import { idempotency } from './middleware/idempotency/idempotency.ts'
import { permission } from './middleware/permission/permission.ts'
import { rateLimit } from './middleware/rate-limit/rate-limit.ts'
import { requestId } from './middleware/request-id/request-id.ts'
import { securityHeaders } from './middleware/security-headers/security-headers.ts'
import { taggedJson } from './middleware/tagged-json/tagged-json.ts'
import { utf8 } from './middleware/utf8/utf8.ts'
import { describeApi, docsPages, OPENAPI_PATH } from './openapi.ts'
import { ApiProblem } from './problem.ts'
import { CallerRates } from './rate-limits/caller-rates.ts'
import { rateClassOf } from './rate-limits/rate-class.ts'
import { WrongTokens } from './rate-limits/wrong-tokens.ts'
import { RecentCallers } from './recent-callers.ts'
import { activityRoutes } from './routes/activity.ts'
import { activityDayRoutes } from './routes/activity-days.ts'
import { assetRoutes } from './routes/assets.ts'
import { assignmentRouteRoutes } from './routes/assignment-routes.ts'
import { commandRoutes } from './routes/commands.ts'
import { coverageRoutes } from './routes/coverage.ts'
import { customRuleChangeRoutes } from './routes/custom-rule-changes.ts'
import { customRuleRoutes } from './routes/custom-rules.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { destinationSecretRoutes } from './routes/destination-secrets.ts'
import { destinationTestRoutes } from './routes/destination-tests.ts'
import { destinationTicketRoutes } from './routes/destination-tickets.ts'
import { destinationRoutes } from './routes/destinations.ts'
import { directoryRoutes, filesInTurn } from './routes/directory.ts'
import { evidenceRoutes } from './routes/evidence.ts'
import { exceptionChangeRoutes } from './routes/exception-changes.ts'
import { exceptionRoutes } from './routes/exceptions.ts'
import { exportRoutes } from './routes/exports.ts'
import { findingReplayRoutes } from './routes/finding-replay.ts'
import { findingRoutes } from './routes/findings.ts'
import { gptApprovalRoutes } from './routes/gpt-approvals.ts'
import { gptRoutes } from './routes/gpts.ts'
import { healthRoutes } from './routes/health.ts'
import { identityRoutes } from './routes/identities.ts'
import { integrationChangeRoutes } from './routes/integration-change.ts'
import { integrationCreateRoutes } from './routes/integration-create.ts'
import { integrationRoutes } from './routes/integrations.ts'
import { meRoutes } from './routes/me.ts'
import { quarantineReplayRoutes } from './routes/quarantine-replay.ts'
import { recheckRoutes } from './routes/recheck.ts'
import { ruleBacktestRoutes } from './routes/rule-backtests.ts'
import { ruleRoutes } from './routes/rules.ts'
import { runRoutes } from './routes/runs.ts'
import { scimRoutes } from './routes/scim.ts'
import { serviceAccountRoutes } from './routes/service-accounts.ts'
import { summaryRoutes } from './routes/summary.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { triageRoutes } from './routes/triage.ts'
import { userRoutes } from './routes/users.ts'
import { SCIM_BASE } from './scim/scim-problem.ts'
import { Searches } from './searches.ts'
import { clientNetwork } from './sign-in/client-address.ts'
import { signInRoutes } from './sign-in/routes.ts'
import type { SigningIn } from './sign-in/signing-in.ts'
import { createSigningIn } from './sign-in/signing-in.ts'
import { requireWholeScope } from './whole-scope.ts'

const BASE = API_BASE
const DIRECTORY = `${BASE}/integrations/:id/directory`

/**
 * The whole API: `/livez`, `/readyz`, `/docs`, `/auth/…`, `/api/v1/…`, `/scim/v2/…`. What a request passes, in order: a request id,
 * headers, the token or session, how much it has asked already, its scopes, the size and encoding of its body, its Idempotency-Key,
 * its schema, its route.
 */
export function createApp(deps: ApiDeps & { readonly codec: PayloadCodec }): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid })
  app.onError(makeErrorHandler(deps.log))
  app.notFound(answerNotFound)
  app.use(requestId(), securityHeaders())
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (context, allowed) =>
        answerProblem(
          context,
          new ApiProblem('method-not-allowed', `Offered here: ${allowed.join(', ')}.`, {
            headers: { Allow: allowed.join(', ') },
          }),
        ),
    }),
  )
  app.route('/', healthRoutes(deps))
  app.get('/', (context) => context.redirect('/docs'))
  app.get('/docs/', (context) => context.redirect('/docs'))
  let description: ReturnType<typeof describeApi> | undefined
  const describe = () => {
    description ??= describeApi(app)
    return description
  }
  app.route('/docs', docsPages(describe))
  let described: string | undefined
  app.get(OPENAPI_PATH, etag(), (context) => {
    described ??= JSON.stringify(describe())
    return context.body(described, 200, { 'Content-Type': 'application/json' })
  })
  const signingIn = deps.signIn === null ? null : createSigningIn(deps, deps.signIn)
  app.route('/auth', signInRoutes(deps, signingIn))
  guard(app, deps, signingIn)
  app.route(`${BASE}/codec`, codecRoutes(deps.codec))
  for (const routes of allRoutes(deps, new Searches())) app.route(BASE, routes)
  app.route(SCIM_BASE, scimRoutes(deps))
  return app
}

function guard(app: OpenAPIHono<ApiEnv>, deps: ApiDeps, signingIn: SigningIn | null): void {
  const callers = new RecentCallers(authenticator(deps.database))
  const wrongTokens = new WrongTokens(deps.rates.wrongTokens, () => usableHashes(deps.database.drizzle))
  const known = bearer({
    recall: (token, context) => (isRead(context) ? callers.recall(token) : null),
    find: (token, context) =>
      wrongTokens.admit(token, clientNetwork(context, deps.proxyHops), (shown) => callers.find(shown)),
  })
  app.use(`${BASE}/*`, async function forgetWhoAsked(context, next) {
    try {
      await next()
    } finally {
      // Before the answer is sent: whoever reads that a token was revoked finds it so.
      if (!isRead(context)) callers.forget()
    }
  })
  const rated = rateLimit(new CallerRates(deps.rates))
  app.use(`${BASE}/*`, tokenOrSession(known, signingIn), rated, permission())
  app.use(`${SCIM_BASE}/*`, known, rated, permission(), bodyLimit(), utf8())
  app.use(`${BASE}/codec/*`, async function wholeHistories(context, next) {
    // Payloads do not say whose they are. Asked before the body is read: it may be large.
    requireWholeScope(context, 'Histories are of all integrations; this token is limited to some.')
    return next()
  })
  // Before whatever reads a body whole: nobody may fill the memory that all share.
  app.use(`${BASE}/codec/*`, bodyLimit(MOST_CODEC_BYTES))
  const isFile = (context: Context): boolean => context.req.method === 'PUT'
  app.use(DIRECTORY, except(isFile, bodyLimit()))
  app.use(
    DIRECTORY,
    except((context) => !isFile(context), filesInTurn(deps), bodyLimit(DIRECTORY_FILE_AT_MOST)),
  )
  app.use(`${BASE}/*`, except([`${BASE}/codec/*`, DIRECTORY], bodyLimit()))
  // For every method, and passed over by some: what is registered for a method counts as offered, on every path.
  app.use(`${BASE}/*`, except(unless('POST', 'PUT', 'PATCH'), utf8()))
  // Judging again changes nothing, so there is nothing to keep an answer of.
  app.use(`${BASE}/*`, except(`${BASE}/findings/:id/replay`, idempotency(deps)))
  // A tag is of a whole body: events would be held back to the last, and an export be in memory.
  app.use(
    `${BASE}/*`,
    except([unless('GET', 'HEAD'), `${BASE}/runs/:id/events`, `${BASE}/exports/*`], etag(), taggedJson()),
  )
}

/** Neither a change, nor what lasts or reads all there is. */
const isRead = (context: Context): boolean => rateClassOf(askedRoute(context) ?? context.req) === 'reads'

const unless =
  (...methods: readonly string[]) =>
  (context: Context): boolean =>
    !methods.includes(context.req.method)

const allRoutes = (deps: ApiDeps, searches: Searches) => [
  integrationRoutes(deps),
  integrationCreateRoutes(deps),
  integrationChangeRoutes(deps),
  commandRoutes(deps),
  runRoutes(deps),
  assetRoutes(deps, searches),
  gptRoutes(deps, searches),
  gptApprovalRoutes(deps),
  summaryRoutes(deps),
  findingRoutes(deps, searches),
  exportRoutes(deps),
  evidenceRoutes(deps),
  findingReplayRoutes(deps),
  coverageRoutes(deps),
  triageRoutes(deps, searches),
  assignmentRouteRoutes(deps),
  recheckRoutes(deps),
  exceptionRoutes(deps),
  exceptionChangeRoutes(deps),
  ruleRoutes(deps),
  ruleBacktestRoutes(deps),
  customRuleRoutes(deps),
  customRuleChangeRoutes(deps),
  activityRoutes(deps),
  activityDayRoutes(deps),
  quarantineReplayRoutes(deps),
  directoryRoutes(deps),
  identityRoutes(deps, searches),
  destinationRoutes(deps),
  destinationSecretRoutes(deps),
  destinationTestRoutes(deps),
  destinationTicketRoutes(deps),
  deliveryRoutes(deps),
  tokenRoutes(deps),
  meRoutes(deps),
  userRoutes(deps),
  serviceAccountRoutes(deps),
]
