import type { Context } from 'hono'
import { html } from 'hono/html'
import type { OpenSession } from '../../db/sessions/sessions.ts'
import type { ApiEnv } from '../context.ts'
import type { RefusalReason } from './refused.ts'
import { REFUSALS } from './refused.ts'

/** The few pages that signing in has until there is a console. Nothing in them runs; what people are called is escaped. */

/** A style of ours, and a form that goes here; no script at all. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

type Body = ReturnType<typeof html>
type Status = 200 | (typeof REFUSALS)[RefusalReason]['status']

function page(context: Context<ApiEnv>, status: Status, title: string, body: Body, head: Body = html``) {
  context.header('Content-Security-Policy', PAGE_POLICY)
  context.header('Cache-Control', 'no-store')
  return context.html(
    html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · Casbah</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />${head}
  </head>
  <body class="swagger-ui">
    <main class="wrapper">
      <h1>${title}</h1>
      ${body}
    </main>
  </body>
</html>`,
    status,
  )
}

/** Seconds: the limit of sign-ins is by the minute. */
const RETRY_AFTER_S = 60

const SIGN_IN = html`<p><a href="/auth/login">Sign in</a></p>`

export function refusalPage(context: Context<ApiEnv>, reason: RefusalReason) {
  const { status, title, next } = REFUSALS[reason]
  if (status === 429 || status === 503) context.header('Retry-After', String(RETRY_AFTER_S))
  const again = reason === 'not-offered' || reason === 'cross-site' ? html`` : SIGN_IN
  return page(
    context,
    status,
    title,
    html`<p>${next}</p>${again}<p><small>Request ${context.get('requestId')}</small></p>`,
  )
}

export function accountPage(context: Context<ApiEnv>, { session, user }: OpenSession) {
  return page(
    context,
    200,
    'You are signed in',
    html`<p>As <strong>${user.name}</strong>${user.email === null ? '' : html` (${user.email})`}, ${session.role}; until ${session.endsAt.slice(0, MINUTES_END).replace('T', ' ')} UTC at the latest.</p>
      <p><a href="/docs">API docs</a></p>
      <form method="post" action="/auth/logout"><button type="submit">Sign out</button></form>`,
  )
}

const MINUTES_END = 16

export const signedOutPage = (context: Context<ApiEnv>) =>
  page(context, 200, 'You are signed out', html`<p>Casbah has ended your session.</p>${SIGN_IN}`)

/**
 * On the way to the provider's own sign-out. Not a redirect: it would answer a form, and browsers hold every hop of what a
 * form leads to against `form-action`, which would have to name all hosts of the provider.
 */
export const leavingPage = (context: Context<ApiEnv>, url: URL) =>
  page(
    context,
    200,
    'You are signed out of Casbah',
    html`<p>Your identity provider is asked to sign you out, too. <a href="${url.href}">Go there now</a></p>`,
    html`<meta http-equiv="refresh" content="0; url=${url.href}" />`,
  )
