import dns from 'node:dns'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { HostileProvider } from '../support/hostile-provider.ts'
import { startHostileProvider } from '../support/hostile-provider.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { SignInHouse } from '../support/sign-in.ts'
import {
  ATTEMPT_COOKIE,
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

/** Tokens that no honest provider issues: what is wrong with each is the one thing that is. */

let fresh: FreshDatabase
let provider: HostileProvider
let house: SignInHouse

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(async () => {
  await fresh?.drop()
})
beforeEach(async () => {
  provider = await startHostileProvider()
  house = await signInHouse(fresh.database, signInOf(provider.issuer))
  return async () => {
    await house.api.close()
    await provider.close()
  }
})

interface Tried {
  readonly browser: WebBrowser
  readonly status: number
  readonly isIn: boolean
  readonly text: string
}

/** Signs in as far as it goes; the token has the nonce that was asked for unless `claims` name another. */
async function tryToSignIn(
  claims: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, string>> = {},
): Promise<Tried> {
  const browser = house.browser()
  const begun = await visit(browser, '/auth/login', { follow: () => false })
  const asked = new URL(begun.headers.get('location') ?? PUBLIC_URL)
  const [state, nonce] = [asked.searchParams.get('state') ?? '', asked.searchParams.get('nonce')]
  provider.claims = { nonce, ...claims }
  const search = new URLSearchParams({ code: 'any', state, ...more })
  const { status, text } = await visit(browser, `/auth/callback?${search}`, { follow: () => false })
  return { browser, status, text, isIn: browser.cookie(PUBLIC_URL, SESSION_COOKIE) !== undefined }
}

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds

describe('an ID token', () => {
  test('with nothing wrong signs in', async () => {
    expect(await tryToSignIn()).toMatchObject({ status: 303, isIn: true })
  })

  test.each<[string, Record<string, unknown>]>([
    ['another nonce', { nonce: 'another' }],
    ['no nonce', { nonce: undefined }],
    ['another audience', { aud: 'another-client' }],
    ['several audiences, and not who it was made for', { aud: ['casbah', 'another-client'] }],
    ['another party that it was made for', { azp: 'another-client', aud: ['casbah', 'another-client'] }],
    ['another issuer', { iss: 'https://other.example' }],
    ['no subject', { sub: undefined }],
    ['no end', { exp: undefined }],
    ['an end long ago', { exp: inSeconds(-3_600) }],
    ['an end beyond what clocks may differ', { exp: inSeconds(-45) }],
    ['a beginning beyond what clocks may differ', { nbf: inSeconds(3_600) }],
  ])('with %s is refused', async (_, claims) => {
    expect(await tryToSignIn(claims)).toMatchObject({ status: 403, isIn: false })
    expect(house.api.logged.join('\n')).toContain('bad-answer')
  })

  test.each<[string, () => Record<string, unknown>]>([
    ['ended', () => ({ exp: inSeconds(-10) })],
    ['not begun', () => ({ nbf: inSeconds(15) })],
  ])('that has just %s is taken: clocks differ by up to half a minute', async (_, claims) => {
    expect(await tryToSignIn(claims())).toMatchObject({ status: 303, isIn: true })
  })

  test.each(['with another key', 'not at all', 'with the client secret'] as const)(
    'signed %s is refused, though it came straight from the provider',
    async (signing) => {
      provider.signing = signing
      expect(await tryToSignIn()).toMatchObject({ status: 403, isIn: false })
    },
  )
})

describe('a provider', () => {
  test('that says it is another is not gone to', async () => {
    provider.metadata = { issuer: 'https://other.example' }
    const { status, headers } = await visit(house.browser(), '/auth/login')
    expect([status, headers.get('location')]).toEqual([403, null])
  })

  test('of Microsoft’s that speaks for many tenants is not gone to, though the library would', async () => {
    // Its addresses lead here: names are looked up by what Node's own connections ask.
    const lookUp = vi
      .spyOn(dns, 'lookup')
      .mockImplementation(((_name: string, _options: object, tell: (...told: unknown[]) => void) =>
        tell(null, [{ address: '127.0.0.1', family: 4 }])) as unknown as typeof dns.lookup)
    const many = provider.issuer.replace('127.0.0.1', 'acme.b2clogin.com')
    const there = await signInHouse(fresh.database, signInOf(many))
    const { status, headers } = await visit(there.browser(), '/auth/login')
    expect([status, headers.get('location')]).toEqual([503, null])
    expect(there.api.logged.join()).toContain('another_issuer')
    expect(lookUp).toHaveBeenCalled()
    lookUp.mockRestore()
    await there.api.close()
  })

  test('that answers a code twice has one sign-in all the same', async () => {
    const browser = house.browser()
    const begun = await visit(browser, '/auth/login', { follow: () => false })
    const asked = new URL(begun.headers.get('location') ?? PUBLIC_URL)
    provider.claims = { nonce: asked.searchParams.get('nonce') }
    const attempt = browser.cookie(PUBLIC_URL, ATTEMPT_COOKIE) ?? ''
    const back = `/auth/callback?${new URLSearchParams({ code: 'any', state: asked.searchParams.get('state') ?? '' })}`
    // At once: neither sees the other's session before it asks the provider.
    const rivals = Array.from({ length: 4 }, () => house.browser())
    for (const rival of rivals) rival.setCookie(PUBLIC_URL, ATTEMPT_COOKIE, attempt)
    const statuses = await Promise.all(
      rivals.map(async (rival) => (await visit(rival, back, { follow: () => false })).status),
    )
    expect(statuses.toSorted()).toEqual([303, 400, 400, 400])
  })

  test('that renews a session for somebody else ends it', async () => {
    const { browser } = await tryToSignIn()
    provider.claims = { sub: 'mallory' }
    house.clock.ahead(6)
    expect((await callAs(house.api, browser, 'GET', '/api/v1/me')).status).toBe(401)
  })

  test('that renews a session with a token signed by nobody ends it', async () => {
    const { browser } = await tryToSignIn()
    provider.signing = 'with another key'
    house.clock.ahead(6)
    expect((await callAs(house.api, browser, 'GET', '/api/v1/me')).status).toBe(401)
  })

  test.each([
    ['breaks', { status: 500, body: '{"error":"server_error"}' }],
    ['shows the page of a proxy', { status: 200, body: '<html>', type: 'text/html' }],
    ['is asked too much', { status: 429, body: '{"error":"slow_down"}' }],
    ['does not know Casbah’s secret any more', { status: 401, body: '{"error":"invalid_client"}' }],
  ])('that %s ends no session', async (_, answer) => {
    const { browser } = await tryToSignIn()
    provider.answer = answer
    house.clock.ahead(6)
    expect((await callAs(house.api, browser, 'GET', '/api/v1/me')).status).toBe(200)
    // And is not asked again by the next request, but in half a minute.
    const before = provider.requests.length
    expect((await callAs(house.api, browser, 'GET', '/api/v1/me')).status).toBe(200)
    expect(provider.requests.slice(before)).not.toContain('POST /token')
    provider.answer = null
    house.clock.ahead(1)
    expect((await callAs(house.api, browser, 'GET', '/api/v1/me')).status).toBe(200)
    expect(provider.requests.slice(before)).toContain('POST /token')
  })
})

describe('what somebody is called', () => {
  test('cannot turn a line, end one, or be a tag', async () => {
    const name = 'Eve\r\nSet-Cookie: a=b\u202e\u0000<script>alert(1)</script>'
    const email = 'eve\n@acme.example'
    const seq = await auditSeq(fresh.database)
    const { browser } = await tryToSignIn({ name, email })
    const page = await visit(browser, '/auth/account')
    expect(page.text).toContain('&lt;script&gt;')
    expect(page.text).not.toContain('<script>')
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    const { json } = await callAs(house.api, browser, 'GET', '/api/v1/me')
    expect(json.name).toBe('Eve··Set-Cookie: a=b··<script>alert(1)</script>')
    expect(json.email).toBe('eve·@acme.example')
    const [row] = await auditRows(fresh.database, seq)
    expect(row?.actor.label).toBe(json.name)
  })

  test('is cut, and is no key', async () => {
    const { browser } = await tryToSignIn({ name: `sk-admin-${'a'.repeat(40)} ${'long '.repeat(100)}` })
    const { json } = await callAs(house.api, browser, 'GET', '/api/v1/me')
    expect(json.name).toMatch(/^\[redacted\] long /)
    expect(String(json.name)).toHaveLength(120)
  })

  test('may be what they like: their groups decide', async () => {
    for (const groups of [
      undefined,
      7,
      { 'casbah-admins': true },
      'casbah-admins-not',
      ['CASBAH-ADMINS'],
      [['casbah-admins']],
    ])
      expect(await tryToSignIn({ groups }), JSON.stringify(groups)).toMatchObject({
        status: 403,
        isIn: false,
      })
  })
})

describe('strangers', () => {
  test('cannot fill the audit log: of each reason there is a row an hour', async () => {
    const seq = await auditSeq(fresh.database)
    const browser = house.browser()
    for (let times = 0; times < 10; times += 1) {
      await visit(browser, '/auth/callback?code=a&state=b')
      await visit(browser, '/auth/login?next=//evil.example')
      await visit(browser, '/auth/logout', { method: 'POST' })
    }
    const rows = await auditRows(fresh.database, seq)
    expect(rows.map(({ detail }) => detail)).toEqual([
      { reason: 'no-attempt', code: null, count: 1 },
      { reason: 'bad-next', code: null, count: 1 },
      { reason: 'cross-site', code: null, count: 1 },
    ])
    expect(house.api.logged).toHaveLength(3)
    house.clock.ahead(61)
    await visit(browser, '/auth/callback?code=a&state=b')
    expect((await auditRows(fresh.database, seq)).at(-1)?.detail).toEqual({
      ...{ reason: 'no-attempt', code: null, count: 10 },
    })
  })

  test('from one network sign in sixty times a minute, and others as they like', async () => {
    // What stands before the last entry anybody may have written.
    const from = (address: string, times: number) => ({ 'X-Forwarded-For': `10.0.0.${times}, ${address}` })
    const login = (address: string, times: number) =>
      visit(house.browser(), '/auth/login', { follow: () => false, headers: from(address, times) })
    for (let times = 1; times <= 60; times += 1) expect((await login('203.0.113.7', times)).status).toBe(303)
    const refused = await login('203.0.113.7', 61)
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60'])
    const before = provider.requests.length
    const back = await visit(house.browser(), '/auth/callback?code=a&state=b', {
      headers: from('203.0.113.7', 62),
    })
    expect([back.status, provider.requests.length]).toEqual([429, before])
    expect((await login('203.0.113.8', 1)).status).toBe(303)
  })
})
