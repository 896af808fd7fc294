import type { Database } from '../../src/db/client.ts'
import type { Answer, TestApi } from './api.ts'
import { startTestApi } from './api.ts'
import { CLIENT } from './identity-provider.ts'
import type { Visit, VisitOptions } from './web-browser.ts'
import { WebBrowser } from './web-browser.ts'

/** Casbah behind TLS, as people's browsers see it. */
export const PUBLIC_URL = 'https://casbah.example'
export const SESSION_COOKIE = '__Host-casbah-session'
export const ATTEMPT_COOKIE = '__Host-casbah-sign-in'

/** Settings of a Casbah that knows three groups. */
export const signInOf = (issuer: string, more: Readonly<Record<string, string>> = {}) => ({
  CASBAH_PUBLIC_URL: PUBLIC_URL,
  CASBAH_OIDC_ISSUER: issuer,
  CASBAH_OIDC_CLIENT_ID: CLIENT.id,
  CASBAH_OIDC_CLIENT_SECRET: CLIENT.secret,
  CASBAH_OIDC_SCOPES: 'openid profile email groups',
  CASBAH_OIDC_ADMIN_VALUES: 'casbah-admins',
  CASBAH_OIDC_OPERATOR_VALUES: 'casbah-operators',
  CASBAH_OIDC_VIEWER_VALUES: 'casbah-viewers, everybody-else',
  ...more,
})

/** A clock that a test moves; real time for the provider's tokens, which its own library dates. */
export class TestClock {
  #ahead = 0
  readonly now = (): Date => new Date(Date.now() + this.#ahead)
  ahead(minutes: number): void {
    this.#ahead += minutes * 60_000
  }
}

export interface SignInHouse {
  readonly api: TestApi
  readonly clock: TestClock
  /** A browser of its own, with nothing in it. */
  browser(): WebBrowser
}

export async function signInHouse(
  database: Database,
  settings: Readonly<Record<string, string>>,
): Promise<SignInHouse> {
  const clock = new TestClock()
  const api = await startTestApi(database, { signIn: settings, now: clock.now })
  let browsers = 0
  const browser = () => {
    browsers += 1
    const network = `198.51.100.${browsers}`
    // Sign-ins are counted by network; of which a browser is, the proxy before Casbah says.
    const ask = (url: URL, init: RequestInit) => {
      const headers = new Headers(init.headers)
      if (!headers.has('X-Forwarded-For')) headers.set('X-Forwarded-For', network)
      return api.app.request(url.href, { ...init, headers })
    }
    return new WebBrowser(new Map([[PUBLIC_URL, ask]]))
  }
  return { api, clock, browser }
}

export const visit = (browser: WebBrowser, path: string, options?: VisitOptions): Promise<Visit> =>
  browser.go(`${PUBLIC_URL}${path}`, options)

/** Up to where the provider sends the browser back, which is answered and not gone to. */
export async function wayBack(browser: WebBrowser, path = '/auth/login'): Promise<URL> {
  let back: URL | undefined
  await visit(browser, path, {
    follow: (to) => {
      const isBack = to.href.startsWith(`${PUBLIC_URL}/auth/callback`)
      if (isBack) back = to
      return !isBack
    },
  })
  if (back === undefined) throw new Error('the provider did not send the browser back')
  return back
}

/** What a page of Casbah sends along with the session. */
export const asPage = { 'Sec-Fetch-Site': 'same-origin', Origin: PUBLIC_URL } as const

/** A request with the session of a browser, as a page of Casbah makes it. */
export function callAs(
  api: TestApi,
  browser: WebBrowser,
  method: string,
  path: string,
  options: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const secret = browser.cookie(PUBLIC_URL, SESSION_COOKIE) ?? ''
  return api.call(method, path, {
    token: null,
    ...options,
    headers: { ...asPage, cookie: `${SESSION_COOKIE}=${secret}`, ...options.headers },
  })
}

export interface AuditRow {
  readonly action: string
  readonly actor: { readonly kind: string; readonly id: string; readonly label: string }
  readonly target: string
  readonly detail: Readonly<Record<string, unknown>>
}

export const auditRows = (database: Database, since = 0): Promise<AuditRow[]> =>
  database.sql<
    AuditRow[]
  >`select action, actor, target, detail from audit_log where seq > ${since} order by seq`

export async function auditSeq({ sql }: Database): Promise<number> {
  const [row] = await sql<{ seq: number }[]>`select coalesce(max(seq), 0)::int as seq from audit_log`
  return row?.seq ?? 0
}
