import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiEnv } from '../../src/api/context.ts'
import { tokenOrSession } from '../../src/api/middleware/caller/caller.ts'
import { secretHash } from '../../src/api/sign-in/session-secret.ts'
import { signInSettings } from '../../src/api/sign-in/settings.ts'
import { createSigningIn } from '../../src/api/sign-in/signing-in.ts'
import { readSome, SIGN_IN_SETTINGS } from '../../src/config.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import type { IdentityProvider } from '../support/identity-provider.ts'
import { startIdentityProvider } from '../support/identity-provider.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { SignInHouse } from '../support/sign-in.ts'
import {
  ATTEMPT_COOKIE,
  asPage,
  auditRows,
  auditSeq,
  callAs,
  PUBLIC_URL,
  SESSION_COOKIE,
  signInHouse,
  signInOf,
  visit,
} from '../support/sign-in.ts'
import type { WebBrowser } from '../support/web-browser.ts'

/** What becomes of a session, by real tokens of a real OpenID provider and a clock that the test moves. */

let fresh: FreshDatabase
let provider: IdentityProvider
let house: SignInHouse

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(async () => {
  await fresh?.drop()
})
// A house each: a minute of one test is an hour of the next, and sign-ins from one network are counted.
beforeEach(async () => {
  provider = await startIdentityProvider({ publicUrls: [PUBLIC_URL] })
  house = await signInHouse(fresh.database, signInOf(provider.issuer))
  provider.people.set('ada', { name: 'Ada', email: 'ada@acme.example', groups: ['casbah-admins'] })
  provider.people.set('bo', { name: 'Bo', email: 'bo@acme.example', groups: ['casbah-viewers'] })
  return async () => {
    await house.api.close()
    await provider.close()
  }
})

async function signedIn(subject: string, browser = house.browser()): Promise<WebBrowser> {
  provider.signsIn = subject
  const { status, url } = await visit(browser, '/auth/login')
  expect([status, url.pathname]).toEqual([200, '/auth/account'])
  return browser
}

const me = (browser: WebBrowser) => callAs(house.api, browser, 'GET', '/api/v1/me')
const status = async (browser: WebBrowser): Promise<number> => (await me(browser)).status
const askedForTokens = (): number => provider.requests.filter((request) => request === 'POST /token').length
const secretOf = (browser: WebBrowser): string => browser.cookie(PUBLIC_URL, SESSION_COOKIE) ?? ''
const isOpen = async (secret: string): Promise<boolean> => {
  const rows = await fresh.database.sql`select from sessions where hash = ${secretHash(secret)}`
  return rows.length > 0
}
const endOf = async (seq: number) =>
  (await auditRows(fresh.database, seq)).filter(({ action }) => action !== 'user.sign_in')

describe('time ends a session', () => {
  test('after an hour without a request, and not before', async () => {
    const browser = await signedIn('ada')
    house.clock.ahead(59)
    expect(await status(browser)).toBe(200)
    house.clock.ahead(59)
    expect(await status(browser)).toBe(200)
    const seq = await auditSeq(fresh.database)
    house.clock.ahead(61)
    expect(await status(browser)).toBe(401)
    expect(await isOpen(secretOf(browser))).toBe(false)
    expect(await status(browser)).toBe(401)
    expect(await endOf(seq)).toMatchObject([
      { action: 'session.end', detail: { reason: 'idle' }, actor: { kind: 'user', label: 'Ada' } },
    ])
  })

  test('after twelve hours of use', async () => {
    const browser = await signedIn('ada')
    for (let half = 1; half < 24; half += 1) {
      house.clock.ahead(30)
      expect(await status(browser), `after ${half} half hours`).toBe(200)
    }
    const seq = await auditSeq(fresh.database)
    house.clock.ahead(30)
    expect(await status(browser)).toBe(401)
    expect(await endOf(seq)).toMatchObject([{ action: 'session.end', detail: { reason: 'expired' } }])
  })

  test('although a long answer is still being watched', async () => {
    const browser = await signedIn('ada')
    const isStillAllowed = await longAnswer(house, browser)
    house.clock.ahead(40)
    // What a stream asks every half minute; a page that somebody left open is not somebody.
    expect(await isStillAllowed()).toBe(true)
    house.clock.ahead(21)
    expect(await status(browser)).toBe(401)
  })

  test('of browsers that never come back, with the next sign-in of anybody', async () => {
    const gone = secretOf(await signedIn('ada'))
    house.clock.ahead(61)
    const seq = await auditSeq(fresh.database)
    await signedIn('bo')
    expect(await isOpen(gone)).toBe(false)
    expect(await endOf(seq)).toMatchObject([{ action: 'session.end', detail: { reason: 'idle' } }])
  })

  test('after an hour where the provider gives no refresh token', async () => {
    const bare = await startIdentityProvider({ publicUrls: [PUBLIC_URL], refreshTokens: false })
    const there = await signInHouse(fresh.database, signInOf(bare.issuer))
    bare.people.set('ada', { name: 'Ada', groups: ['casbah-admins'] })
    bare.signsIn = 'ada'
    const browser = there.browser()
    await visit(browser, '/auth/login')
    for (const [minutes, expected] of [
      [30, 200],
      [29, 200],
      [2, 401],
    ] as const) {
      there.clock.ahead(minutes)
      expect((await callAs(there.api, browser, 'GET', '/api/v1/me')).status).toBe(expected)
    }
    await there.api.close()
    await bare.close()
  })
})

describe('the provider is asked again', () => {
  test('every five minutes of use, and not at each request', async () => {
    const browser = await signedIn('ada')
    for (let times = 0; times < 5; times += 1) expect(await status(browser)).toBe(200)
    expect(askedForTokens()).toBe(1)
    house.clock.ahead(6)
    for (let times = 0; times < 5; times += 1) expect(await status(browser)).toBe(200)
    expect(askedForTokens()).toBe(2)
  })

  test('once, however many requests come at that moment: its token is good for one use', async () => {
    const browser = await signedIn('ada')
    for (let round = 0; round < 3; round += 1) {
      house.clock.ahead(6)
      const all = await Promise.all(Array.from({ length: 8 }, () => status(browser)))
      expect(all).toEqual(Array.from({ length: 8 }, () => 200))
    }
    expect(askedForTokens()).toBe(4)
  })

  test('and whoever is disabled there is out within five minutes', async () => {
    const browser = await signedIn('ada')
    provider.people.delete('ada')
    expect(await status(browser)).toBe(200)
    const seq = await auditSeq(fresh.database)
    house.clock.ahead(5)
    expect(await status(browser)).toBe(401)
    expect(await isOpen(secretOf(browser))).toBe(false)
    expect(await endOf(seq)).toMatchObject([
      { action: 'session.end', detail: { reason: 'refused_by_provider' }, actor: { label: 'Ada' } },
    ])
  })

  test('and other groups are another role', async () => {
    const browser = await signedIn('ada')
    const create = () =>
      callAs(house.api, browser, 'POST', '/api/v1/tokens', { body: { name: 't', role: 'viewer' } })
    expect((await create()).status).toBe(201)
    provider.people.set('ada', { name: 'Ada', groups: ['casbah-viewers'] })
    house.clock.ahead(6)
    expect((await create()).status).toBe(403)
    expect((await me(browser)).json.role).toBe('viewer')
    provider.people.set('ada', { name: 'Ada', groups: ['casbah-admins', 'casbah-viewers'] })
    house.clock.ahead(6)
    expect((await create()).status).toBe(201)
  })

  test('and a long answer ends that was begun with a wider role', async () => {
    const isStillAllowed = await longAnswer(house, await signedIn('ada'))
    house.clock.ahead(6)
    expect(await isStillAllowed()).toBe(true)
    provider.people.set('ada', { name: 'Ada', groups: ['casbah-viewers'] })
    house.clock.ahead(6)
    expect(await isStillAllowed()).toBe(false)
  })

  test('and no group that opens Casbah is the end', async () => {
    const browser = await signedIn('bo')
    provider.people.set('bo', { name: 'Bo', groups: [] })
    const seq = await auditSeq(fresh.database)
    house.clock.ahead(6)
    expect(await status(browser)).toBe(401)
    expect(await endOf(seq)).toMatchObject([{ action: 'session.end', detail: { reason: 'no_role' } }])
  })

  test('and what it says of somebody in one browser holds in their others, which cannot be asked for', async () => {
    const bare = await startIdentityProvider({ publicUrls: [PUBLIC_URL], refreshTokens: false })
    const there = await signInHouse(fresh.database, signInOf(bare.issuer))
    const signInAs = async (...groups: string[]): Promise<WebBrowser> => {
      bare.people.set('ada', { name: 'Ada', groups })
      bare.signsIn = 'ada'
      const browser = there.browser()
      await visit(browser, '/auth/login')
      return browser
    }
    const first = await signInAs('casbah-admins')
    const asFirst = () => callAs(there.api, first, 'GET', '/api/v1/me')
    expect((await asFirst()).json.role).toBe('admin')
    await signInAs('casbah-viewers')
    expect((await asFirst()).json.role).toBe('viewer')
    await signInAs('something-else')
    const seq = await auditSeq(fresh.database)
    expect((await asFirst()).status).toBe(401)
    expect(await endOf(seq)).toMatchObject([{ action: 'session.end', detail: { reason: 'no_role' } }])
    await there.api.close()
    await bare.close()
  })

  test('and while it is away its last answer counts for fifteen minutes', async () => {
    const browser = await signedIn('ada')
    await provider.close()
    house.clock.ahead(14)
    expect(await status(browser)).toBe(200)
    house.clock.ahead(2)
    const away = await me(browser)
    expect([away.status, away.json.type]).toEqual([503, '/docs/problems/unavailable'])
    expect(await isOpen(secretOf(browser))).toBe(true)
  })
})

describe('signing out', () => {
  test('ends the session here and leads to where the provider ends its own', async () => {
    const browser = await signedIn('ada')
    const [secret, seq] = [secretOf(browser), await auditSeq(fresh.database)]
    const left = await visit(browser, '/auth/logout', { method: 'POST', headers: asPage })
    expect(left.status).toBe(200)
    expect(secretOf(browser)).toBe('')
    expect(await isOpen(secret)).toBe(false)
    expect(await endOf(seq)).toMatchObject([
      { action: 'user.sign_out', actor: { kind: 'user', label: 'Ada' } },
    ])
    browser.setCookie(PUBLIC_URL, SESSION_COOKIE, secret)
    expect(await status(browser)).toBe(401)
    const there = /<a href="([^"]+)">Go there now/.exec(left.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const asked = await browser.go(there)
    expect(new URL(there).searchParams.get('post_logout_redirect_uri')).toBe(`${PUBLIC_URL}/auth/signed-out`)
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)?.[1] ?? ''
    const confirmed = await browser.go(`${provider.issuer}/session/end/confirm`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
    })
    expect([confirmed.url.href, confirmed.status]).toEqual([`${PUBLIC_URL}/auth/signed-out`, 200])
  })

  test('answers a script with where to go', async () => {
    const browser = await signedIn('ada')
    const headers = { ...asPage, Accept: 'application/json' }
    const { text } = await visit(browser, '/auth/logout', { method: 'POST', headers })
    expect(JSON.parse(text).redirect_to).toContain(`${provider.issuer}/session/end?`)
  })

  test('works while the provider is away, and without a session', async () => {
    const browser = await signedIn('ada')
    const secret = secretOf(browser)
    await provider.close()
    house.clock.ahead(30)
    for (let times = 0; times < 2; times += 1) {
      const { status: answered } = await visit(browser, '/auth/logout', { method: 'POST', headers: asPage })
      expect(answered).toBe(200)
    }
    expect(await isOpen(secret)).toBe(false)
  })

  test('is not done for another site', async () => {
    const browser = await signedIn('ada')
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }
    expect((await visit(browser, '/auth/logout', { method: 'POST', headers })).status).toBe(403)
    expect((await visit(browser, '/auth/logout')).status).toBe(405)
    expect(await status(browser)).toBe(200)
  })
})

describe('a cookie', () => {
  test('that somebody planted before signing in stands for nothing afterwards', async () => {
    const [browser, planted] = [house.browser(), 'P'.repeat(82)]
    browser.setCookie(PUBLIC_URL, SESSION_COOKIE, planted)
    await signedIn('ada', browser)
    expect(secretOf(browser)).not.toBe(planted)
    const attacker = house.browser()
    attacker.setCookie(PUBLIC_URL, SESSION_COOKIE, planted)
    expect(await status(attacker)).toBe(401)
  })

  test('is another one at each sign-in, and the one before ends', async () => {
    const browser = await signedIn('ada')
    const before = secretOf(browser)
    const seq = await auditSeq(fresh.database)
    await signedIn('ada', browser)
    expect(secretOf(browser)).not.toBe(before)
    expect(await isOpen(before)).toBe(false)
    expect(await endOf(seq)).toMatchObject([{ detail: { reason: 'signed_in_again' } }])
  })

  test('that nobody made opens nothing, and is taken back', async () => {
    const browser = await signedIn('ada')
    const secret = secretOf(browser)
    const hash = secretHash(secret)
    for (const forged of [
      '',
      'x',
      hash,
      secret.slice(1),
      `${secret}A`,
      `B${secret.slice(1)}`,
      "' or 1=1 --",
    ]) {
      browser.setCookie(PUBLIC_URL, SESSION_COOKIE, forged)
      const { status: answered, headers } = await visit(browser, '/api/v1/me')
      expect(answered, forged).toBe(401)
      expect(headers.getSetCookie().join()).toContain(`${SESSION_COOKIE}=; Max-Age=0`)
    }
  })

  test('that nobody made is told without the database, which others wait for', async () => {
    const browser = await signedIn('ada')
    const secret = secretOf(browser)
    await fresh.database.sql.begin(async (tx) => {
      await tx`lock table sessions in access exclusive mode`
      for (const forged of ['A'.repeat(secret.length), 'A'.repeat(43), `${secret.slice(0, -4)}AAAA`]) {
        browser.setCookie(PUBLIC_URL, SESSION_COOKIE, forged)
        expect(await status(browser), forged).toBe(401)
        expect((await visit(browser, '/auth/account', { follow: () => false })).status).toBe(302)
      }
    })
  })

  test('of a sign-in on its way is no session', async () => {
    const browser = house.browser()
    await visit(browser, '/auth/login', { follow: () => false })
    browser.setCookie(PUBLIC_URL, SESSION_COOKIE, browser.cookie(PUBLIC_URL, ATTEMPT_COOKIE) ?? '')
    expect((await visit(browser, '/api/v1/me')).status).toBe(401)
  })

  test('opens the API and no SCIM, which is for programs', async () => {
    const browser = await signedIn('ada')
    expect((await visit(browser, '/scim/v2/Users')).status).toBe(401)
  })

  test('without the prefix is not looked at where there is TLS', async () => {
    const browser = await signedIn('ada')
    const other = house.browser()
    other.setCookie(PUBLIC_URL, 'casbah-session', secretOf(browser))
    expect((await visit(other, '/api/v1/me')).status).toBe(401)
  })
})

describe('what another site makes a browser send', () => {
  const make = (browser: WebBrowser, headers: Record<string, string>) =>
    visit(browser, '/api/v1/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ name: 'made', role: 'viewer' }),
    })

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['a sister host', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://wiki.example' }],
    ['an old browser on another site', { Origin: 'https://evil.example' }],
    ['a frame without an origin', { Origin: 'null' }],
    ['a host that begins alike', { Origin: `${PUBLIC_URL}.evil.example` }],
    ['plain HTTP of the same host', { Origin: PUBLIC_URL.replace('https', 'http') }],
    [
      'a header that contradicts the other',
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.example' },
    ],
    ['an address bar', { 'Sec-Fetch-Site': 'none' }],
    ['nobody who says where from', {}],
  ])('changes nothing: %s', async (_, headers) => {
    const browser = await signedIn('ada')
    const { status: answered, text } = await make(browser, headers)
    expect([answered, JSON.parse(text).type]).toEqual([403, '/docs/problems/cross-site'])
    const plain = { ...headers, 'content-type': 'text/plain' }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const path = '/api/v1/integrations/00000000-0000-7000-8000-000000000000'
      expect((await visit(browser, path, { method, headers: plain })).status, method).toBe(403)
    }
  })

  test.each([
    ['a page of ours', asPage],
    ['a form of ours, without a referrer', { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }],
    ['an old browser on a page of ours', { Origin: PUBLIC_URL }],
  ])('is told apart from %s', async (_, headers) => {
    expect((await make(await signedIn('ada'), headers)).status).toBe(201)
  })

  test('concerns no bearer token, which no browser sends by itself', async () => {
    const browser = await signedIn('ada')
    const authorization = `Bearer ${house.api.token}`
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }
    expect((await make(browser, { ...elsewhere, authorization })).status).toBe(201)
    // A wrong one is not mended by a cookie.
    expect((await make(browser, { ...asPage, authorization: 'Bearer wrong' })).status).toBe(401)
  })
})

/** Begins an answer that takes its time; what it asks meanwhile. */
async function longAnswer({ api, clock }: SignInHouse, browser: WebBrowser): Promise<() => Promise<boolean>> {
  const settings = signInSettings(readSome(signInOf(provider.issuer), SIGN_IN_SETTINGS))
  if (settings === null) throw new Error('the settings are those of a house where people sign in')
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const master = openMasterKey(api.settings.CASBAH_MASTER_KEY)
  const signingIn = createSigningIn({ database: fresh.database, master, log, now: clock.now }, settings)
  const { promise, resolve } = Promise.withResolvers<() => Promise<boolean>>()
  const app = new Hono<ApiEnv>()
  const byToken = createMiddleware<ApiEnv>(async () => {
    throw new Error('the request shows a session')
  })
  app.get('/', tokenOrSession(byToken, signingIn), (context) => {
    resolve(context.get('isStillAllowed'))
    return context.body(null)
  })
  await app.request('/', { headers: { cookie: `${SESSION_COOKIE}=${secretOf(browser)}` } })
  return promise
}
