import type { Context } from 'hono'
import { Hono } from 'hono'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { answerProblem } from '../errors.ts'
import { ApiProblem } from '../problem.ts'
import { openAttempt, sealAttempt } from './attempt.ts'
import { clientNetwork } from './client-address.ts'
import { ATTEMPT_LIFE_S } from './cookies.ts'
import { accountPage, leavingPage, refusalPage, signedOutPage } from './pages.ts'
import { newAttempt } from './provider.ts'
import { RefusalLog } from './refusal-log.ts'
import { SignInRefused } from './refused.ts'
import { returnPath } from './return-path.ts'
import { isOwnRequest } from './same-origin.ts'
import { finishSignIn } from './sign-in.ts'
import { SignInLimit } from './sign-in-limit.ts'
import type { SigningIn } from './signing-in.ts'

const ACCOUNT = '/auth/account'

/** Reasons that a person was vouched for with: they have their own row. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['no-role', 'disabled'])

/** `/auth`: pages for browsers, outside the API. Nothing here takes a bearer token. */
export function signInRoutes(deps: ApiDeps, signingIn: SigningIn | null): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  if (signingIn === null) {
    for (const path of ['/login', '/callback', '/account', '/signed-out'])
      routes.get(path, (context) => refusalPage(context, 'not-offered'))
    routes.post('/logout', (context) => refusalPage(context, 'not-offered'))
    return routes
  }
  const limit = new SignInLimit()
  const refusals = new RefusalLog(deps, signingIn.now)
  const { cookies, sessions } = signingIn
  routes.onError(async (error, context) => {
    if (error instanceof ApiProblem) return answerProblem(context, error)
    if (!(error instanceof SignInRefused)) throw error
    if (!OF_PEOPLE.has(error.reason)) await refusals.note(error, context.get('requestId'))
    return refusalPage(context, error.reason)
  })
  routes.use('/login', limited(limit, deps.proxyHops))
  routes.use('/callback', limited(limit, deps.proxyHops))
  routes.get('/login', (context) => begin(context, deps, signingIn))
  routes.get('/callback', (context) => comeBack(context, deps, signingIn))
  routes.get('/account', async (context) => {
    const secret = cookies.read(context, 'session')
    const open = secret === undefined ? null : await sessions.open(secret)
    return open === null ? context.redirect('/auth/login') : accountPage(context, open)
  })
  routes.get('/signed-out', (context) => signedOutPage(context))
  routes.post('/logout', (context) => leave(context, signingIn))
  return routes
}

const limited =
  (limit: SignInLimit, proxyHops: number) =>
  async (context: Context<ApiEnv>, next: () => Promise<void>): Promise<void> => {
    await limit.take(clientNetwork(context, proxyHops))
    await next()
  }

async function begin(context: Context<ApiEnv>, { master }: ApiDeps, signingIn: SigningIn): Promise<Response> {
  const { settings, cookies, provider, now } = signingIn
  const next = returnPath(context.req.query('next') ?? ACCOUNT, settings.publicUrl)
  if (next === null) throw new SignInRefused('bad-next')
  const secrets = newAttempt()
  const there = await provider.start(secrets)
  const attempt = sealAttempt(master, { ...secrets, next, at: now().getTime() })
  cookies.set(context, 'attempt', attempt, ATTEMPT_LIFE_S)
  context.header('Cache-Control', 'no-store')
  return context.redirect(there.href, 303)
}

async function comeBack(
  context: Context<ApiEnv>,
  deps: ApiDeps,
  { settings, cookies, provider, sessions, now }: SigningIn,
): Promise<Response> {
  const sealed = cookies.read(context, 'attempt')
  const attempt = sealed === undefined ? null : openAttempt(deps.master, sealed, now())
  if (attempt === null) throw new SignInRefused('no-attempt')
  const came = { attempt, search: new URL(context.req.url).search, now: now() }
  const requestId = context.get('requestId')
  const secret = await finishSignIn(deps, settings, provider, { ...came, requestId })
  // Used up: only now, since a stranger's link to this address must not end what somebody has begun.
  cookies.clear(context, 'attempt')
  const before = cookies.read(context, 'session')
  const old = before === undefined ? null : await sessions.find(before)
  if (old !== null) await sessions.end(old, 'signed_in_again', requestId)
  await sessions.sweep()
  cookies.set(context, 'session', secret)
  context.header('Cache-Control', 'no-store')
  return context.redirect(attempt.next, 303)
}

/** Also without a session: whoever wants to be signed out is. For a page that asks by script, as JSON. */
async function leave(
  context: Context<ApiEnv>,
  { settings, cookies, provider, sessions }: SigningIn,
): Promise<Response> {
  if (!isOwnRequest(context, settings.publicUrl.origin)) throw new SignInRefused('cross-site')
  const secret = cookies.read(context, 'session')
  const found = secret === undefined ? null : await sessions.find(secret)
  cookies.clear(context, 'session')
  if (found !== null) await sessions.end(found, 'signed_out', context.get('requestId'))
  const there =
    found === null ? null : await provider.endSession(sessions.idTokenOf(found.session)).catch(ifAway)
  if (context.req.header('Accept')?.includes('application/json')) {
    context.header('Cache-Control', 'no-store')
    return context.json({ redirect_to: there?.href ?? '/auth/signed-out' })
  }
  return there === null ? context.redirect('/auth/signed-out', 303) : leavingPage(context, there)
}

/** The session here has ended all the same. */
function ifAway(error: unknown): null {
  if (error instanceof SignInRefused) return null
  throw error
}
