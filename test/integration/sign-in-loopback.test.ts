import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { expect, test } from 'vitest'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { startIdentityProvider } from '../support/identity-provider.ts'
import { freshDatabase } from '../support/postgres.ts'
import { signInOf } from '../support/sign-in.ts'
import { WebBrowser } from '../support/web-browser.ts'

/** Developing on one machine: plain HTTP over sockets, from the browser to Casbah and from Casbah to the provider. */

test('people sign in and out over plain HTTP on a loopback address, with cookies that browsers keep there', async () => {
  await using opened = new AsyncDisposableStack()
  const fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  let api: TestApi | undefined
  const server = serve({
    fetch: (request, env) => api?.app.fetch(request, env) ?? new Response(null, { status: 503 }),
    hostname: '127.0.0.1',
    port: 0,
  })
  opened.defer(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  if (server.address() === null) await once(server, 'listening')
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = await startIdentityProvider({ publicUrls: [home] })
  opened.defer(() => provider.close())
  provider.people.set('ada', { name: 'Ada', groups: ['casbah-admins'] })
  provider.signsIn = 'ada'
  const here = await startTestApi(fresh.database, {
    signIn: signInOf(provider.issuer, { CASBAH_PUBLIC_URL: home }),
  })
  api = here
  opened.defer(() => here.close())

  const browser = new WebBrowser()
  const begun = await browser.go(`${home}/auth/login`, { follow: () => false })
  expect(begun.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^casbah-sign-in=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
  ])
  const done = await browser.go(`${home}/auth/login`)
  expect([done.status, done.url.href]).toEqual([200, `${home}/auth/account`])
  expect(done.text).toContain('<strong>Ada</strong>')
  const me = await browser.go(`${home}/api/v1/me`)
  expect(JSON.parse(me.text)).toMatchObject({ kind: 'user', name: 'Ada', role: 'admin' })
  const page = { 'Sec-Fetch-Site': 'same-origin' }
  expect((await browser.go(`${home}/auth/logout`, { method: 'POST', headers: page })).status).toBe(200)
  expect((await browser.go(`${home}/api/v1/me`)).status).toBe(401)
  expect((await browser.go(`${home}/auth/account`, { follow: () => false })).headers.get('location')).toBe(
    '/auth/login',
  )
})

test('without an identity provider nobody signs in, and the page says what is missing', async () => {
  await using opened = new AsyncDisposableStack()
  const fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  const api = await startTestApi(fresh.database)
  opened.defer(() => api.close())
  for (const [method, path] of [
    ['GET', '/auth/login'],
    ['GET', '/auth/callback?code=a&state=b'],
    ['GET', '/auth/account'],
    ['POST', '/auth/logout'],
  ] as const) {
    const { status, text } = await api.call(method, path, { token: null })
    expect([status, text.includes('CASBAH_OIDC_ISSUER')], path).toEqual([404, true])
  }
  const { status } = await api.call('GET', '/api/v1/me', {
    token: null,
    headers: { cookie: 'casbah-session=x' },
  })
  expect(status).toBe(401)
})
