import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IdentityProvider } from '../support/identity-provider.ts'
import { startIdentityProvider } from '../support/identity-provider.ts'
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
  wayBack,
} from '../support/sign-in.ts'
import type { WebBrowser } from '../support/web-browser.ts'

/** People who sign in with a real OpenID provider. */

let fresh: FreshDatabase
let provider: IdentityProvider
let house: SignInHouse

beforeAll(async () => {
  fresh = await freshDatabase()
  provider = await startIdentityProvider({ publicUrls: [PUBLIC_URL] })
  house = await signInHouse(fresh.database, signInOf(provider.issuer))
})
afterAll(async () => {
  await house?.api.close()
  await provider?.close()
  await fresh?.drop()
})
beforeEach(() => {
  provider.people.set('ada', { name: 'Ada', email: 'ada@acme.example', groups: ['casbah-admins', 'x'] })
  provider.people.set('bo', { name: 'Bo', email: 'bo@acme.example', groups: ['casbah-viewers'] })
  provider.people.set('cy', { name: 'Cy', email: 'cy@acme.example', groups: ['somewhere-else'] })
})

async function signedIn(subject: string): Promise<WebBrowser> {
  const browser = house.browser()
  provider.signsIn = subject
  const { status, url } = await visit(browser, '/auth/login')
  expect([status, url.pathname]).toEqual([200, '/auth/account'])
  return browser
}

const me = (browser: WebBrowser) => callAs(house.api, browser, 'GET', '/api/v1/me')

const account = async (subject: string): Promise<string> => {
  const [row] = await fresh.database.sql<{ id: string }[]>`select id from users where subject = ${subject}`
  return row?.id ?? ''
}
const openSessions = async (subject: string): Promise<number> => {
  const rows = await fresh.database.sql`
    select from sessions s join users u on u.id = s.user_id where u.subject = ${subject}`
  return rows.length
}
describe('signing in', () => {
  test('makes a person of whom the provider knows, with the role of their groups', async () => {
    const seq = await auditSeq(fresh.database)
    const browser = await signedIn('ada')
    const { status, json, headers } = await me(browser)
    expect(status).toBe(200)
    expect(json).toMatchObject({ kind: 'user', name: 'Ada', email: 'ada@acme.example', role: 'admin' })
    expect(json.scopes).toContain('users:write')
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect((await me(await signedIn('bo'))).json.role).toBe('viewer')
    const [row] = await auditRows(fresh.database, seq)
    expect(row).toMatchObject({
      action: 'user.sign_in',
      actor: { kind: 'user', id: await account('ada'), label: 'Ada' },
      detail: { role: 'admin' },
    })
  })

  test('asks for code, PKCE, state and nonce, each new', async () => {
    const asked = async () => {
      const { headers } = await visit(house.browser(), '/auth/login', { follow: () => false })
      return new URL(headers.get('location') ?? '')
    }
    const [one, two] = [await asked(), await asked()]
    expect(Object.fromEntries(one.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${PUBLIC_URL}/auth/callback`,
    })
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.searchParams.get(name)?.length).toBeGreaterThanOrEqual(43)
      expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name))
    }
  })

  test('keeps cookies from scripts, other hosts and plain HTTP', async () => {
    const browser = house.browser()
    provider.signsIn = 'ada'
    const begun = await visit(browser, '/auth/login', { follow: () => false })
    const back = await wayBack(browser)
    const done = await browser.go(back, { follow: () => false })
    const attributes = 'Path=/; HttpOnly; Secure; SameSite=Lax'
    expect(begun.headers.getSetCookie()).toEqual([
      expect.stringMatching(new RegExp(`^${ATTEMPT_COOKIE}=[\\w-]+; Max-Age=600; ${attributes}$`)),
    ])
    expect(done.headers.getSetCookie()).toEqual([
      expect.stringMatching(new RegExp(`^${ATTEMPT_COOKIE}=; Max-Age=0; ${attributes}$`)),
      expect.stringMatching(new RegExp(`^${SESSION_COOKIE}=[\\w-]{82}; ${attributes}$`)),
    ])
    for (const { headers } of [begun, done]) expect(headers.get('Cache-Control')).toBe('no-store')
  })

  test('keeps of the cookie a hash, and the tokens sealed', async () => {
    const browser = await signedIn('ada')
    const secret = browser.cookie(PUBLIC_URL, SESSION_COOKIE) ?? ''
    const rows = await fresh.database.sql`
      select s::text, encode(sealed_refresh_token, 'escape') as refresh, encode(sealed_id_token, 'escape') as id from sessions s`
    const text = JSON.stringify(rows)
    expect(rows.length).toBeGreaterThan(0)
    expect(text).not.toContain(secret)
    // How an ID token begins; its first letters alone may come by chance in what is sealed.
    expect(text).not.toMatch(/eyJ[\w-]{8,}\./)
  })

  test('takes groups that are told to who asks', async () => {
    const other = await startIdentityProvider({ publicUrls: [PUBLIC_URL], groupsIn: 'userinfo' })
    other.people.set('ada', { name: 'Ada', email: null, groups: 'casbah-operators' })
    other.signsIn = 'ada'
    const there = await signInHouse(fresh.database, signInOf(other.issuer))
    const browser = there.browser()
    expect((await visit(browser, '/auth/login')).status).toBe(200)
    expect(other.requests).toContain('GET /me')
    expect((await callAs(there.api, browser, 'GET', '/api/v1/me')).json.role).toBe('operator')
    await there.api.close()
    await other.close()
  })

  test('ends with a page that says so for who has no group, and lets them not in', async () => {
    const [seq, browser] = [await auditSeq(fresh.database), house.browser()]
    provider.signsIn = 'cy'
    for (let times = 0; times < 3; times += 1) {
      const { status, text } = await visit(browser, '/auth/login')
      expect(status).toBe(403)
      expect(text).toContain('none of your groups opens Casbah')
    }
    expect(browser.cookie(PUBLIC_URL, SESSION_COOKIE)).toBeUndefined()
    expect(await openSessions('cy')).toBe(0)
    // Knocking on is not written down each time.
    expect(await auditRows(fresh.database, seq)).toMatchObject([
      { action: 'user.sign_in.refused', actor: { kind: 'user', label: 'Cy' }, detail: { reason: 'no-role' } },
    ])
  })

  test('gives the default role where there is one', async () => {
    const open = await signInHouse(
      fresh.database,
      signInOf(provider.issuer, { CASBAH_OIDC_DEFAULT_ROLE: 'viewer' }),
    )
    const browser = open.browser()
    provider.signsIn = 'cy'
    await visit(browser, '/auth/login')
    expect((await callAs(open.api, browser, 'GET', '/api/v1/me')).json.role).toBe('viewer')
    await open.api.close()
  })

  test('takes a key that the provider has just begun to sign with, at once', async () => {
    await signedIn('ada')
    await provider.rotateKeys()
    await signedIn('ada')
  })

  test('goes where it was asked to, within Casbah', async () => {
    const browser = house.browser()
    provider.signsIn = 'ada'
    const { url } = await visit(browser, '/auth/login?next=%2Fapi%2Fv1%2Fme%3Fa%3D1')
    expect(`${url.pathname}${url.search}`).toBe('/api/v1/me?a=1')
  })

  test.each([
    '//evil.example',
    'https://evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'auth/account',
    '',
    `/${'a'.repeat(2_000)}`,
  ])('goes nowhere else: %j', async (next) => {
    const browser = house.browser()
    const { status, headers } = await visit(browser, `/auth/login?next=${encodeURIComponent(next)}`)
    expect([status, headers.get('location'), headers.getSetCookie()]).toEqual([400, null, []])
  })
})

describe('the way back', () => {
  const refused = async (browser: WebBrowser, back: URL): Promise<[number, boolean]> => {
    const { status } = await browser.go(back, { follow: () => false })
    return [status, browser.cookie(PUBLIC_URL, SESSION_COOKIE) !== undefined]
  }

  test('is of the browser that set out: another’s code signs nobody in', async () => {
    const [victim, attacker] = [house.browser(), house.browser()]
    const before = provider.requests.length
    provider.signsIn = 'bo'
    const back = await wayBack(attacker)
    expect(await refused(victim, back)).toEqual([400, false])
    // Nor where the victim was just about to sign in.
    await visit(victim, '/auth/login', { follow: () => false })
    expect(await refused(victim, back)).toEqual([400, false])
    expect(provider.requests.slice(before)).not.toContain('POST /token')
  })

  test('with another state is refused, and does not end what was begun', async () => {
    const browser = house.browser()
    provider.signsIn = 'ada'
    const back = await wayBack(browser)
    const wrong = new URL(back)
    wrong.searchParams.set('state', 'A'.repeat(43))
    expect(await refused(browser, wrong)).toEqual([400, false])
    expect((await browser.go(back)).status).toBe(200)
  })

  test('with the code of another attempt is refused: it was for another verifier', async () => {
    const [mine, theirs] = [house.browser(), house.browser()]
    provider.signsIn = 'ada'
    const [back, stolen] = [await wayBack(mine), await wayBack(theirs)]
    back.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    expect(await refused(mine, back)).toEqual([403, false])
  })

  test('works once, and a second time ends nothing', async () => {
    const browser = house.browser()
    provider.signsIn = 'ada'
    const back = await wayBack(browser)
    const attempt = browser.cookie(PUBLIC_URL, ATTEMPT_COOKIE) ?? ''
    await browser.go(back)
    const thief = house.browser()
    thief.setCookie(PUBLIC_URL, ATTEMPT_COOKIE, attempt)
    expect(await refused(thief, back)).toEqual([400, false])
    // Had the provider seen the code again, it would have taken the tokens of the first back.
    house.clock.ahead(6)
    expect((await me(browser)).status).toBe(200)
  })

  test('comes too late after ten minutes', async () => {
    const browser = house.browser()
    provider.signsIn = 'ada'
    const back = await wayBack(browser)
    house.clock.ahead(11)
    expect(await refused(browser, back)).toEqual([400, false])
  })

  test('with a cookie that nobody here has sealed is refused', async () => {
    const browser = house.browser()
    const back = await wayBack(browser)
    const forged = Buffer.from(JSON.stringify({ state: 'x', nonce: 'x', verifier: 'x', next: '/', at: 9e15 }))
    for (const value of ['', 'x', forged.toString('base64url'), 'A'.repeat(400)]) {
      browser.setCookie(PUBLIC_URL, ATTEMPT_COOKIE, value)
      expect(await refused(browser, back)).toEqual([400, false])
    }
  })

  test('with what the provider refused says so, and nothing of a stranger’s words', async () => {
    const browser = house.browser()
    const back = await wayBack(browser)
    const state = back.searchParams.get('state') ?? ''
    const said = new URLSearchParams({
      state,
      error: 'access_denied',
      error_description: '<b>call 0800 555</b>',
    })
    const denied = new URL(
      `${back.origin}${back.pathname}?${said}&iss=${encodeURIComponent(provider.issuer)}`,
    )
    const { status, text } = await browser.go(denied)
    expect(status).toBe(403)
    expect(text).not.toContain('0800 555')
  })

  test('in the name of another provider is refused (RFC 9207)', async () => {
    const browser = house.browser()
    provider.signsIn = 'ada'
    const back = await wayBack(browser)
    expect(back.searchParams.get('iss')).toBe(provider.issuer)
    back.searchParams.set('iss', 'https://other.example')
    expect(await refused(browser, back)).toEqual([403, false])
  })

  test('leaves no code, state, token or secret in the log', async () => {
    const browser = house.browser()
    provider.signsIn = 'ada'
    const back = await wayBack(browser)
    await browser.go(back)
    const again = await wayBack(browser)
    const wrong = new URL(again)
    wrong.searchParams.set('code', 'no-such-code-of-anybody')
    await browser.go(wrong)
    const log = house.api.logged.join('\n')
    expect(log).toContain('a sign-in was refused')
    const secrets = [
      back.searchParams.get('code'),
      back.searchParams.get('state'),
      again.searchParams.get('state'),
      'no-such-code-of-anybody',
      browser.cookie(PUBLIC_URL, SESSION_COOKIE),
      'eyJ',
    ]
    for (const secret of secrets) {
      expect(secret).toBeTypeOf('string')
      expect(log).not.toContain(secret)
    }
  })
})
