/**
 * As much of a browser as signing in takes: a jar of cookies for each origin, and redirects followed one by one. Casbah may be
 * at an https address that only this browser knows, and is then asked in this process.
 */
export interface Visit {
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Every address on the way, the last one's too. */
  readonly hops: readonly URL[]
}

export interface VisitOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Whether redirects are followed; a function is asked at each. Default: all. */
  readonly follow?: (to: URL) => boolean
}

type Fetch = (url: URL, init: RequestInit) => Response | Promise<Response>

const MOST_HOPS = 12
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export class WebBrowser {
  readonly jars = new Map<string, Map<string, string>>()
  readonly #inProcess: ReadonlyMap<string, Fetch>

  constructor(inProcess: ReadonlyMap<string, Fetch> = new Map()) {
    this.#inProcess = inProcess
  }

  async go(address: string | URL, options: VisitOptions = {}): Promise<Visit> {
    let [url, method, body] = [new URL(address), options.method ?? 'GET', options.body]
    const hops: URL[] = [url]
    for (;;) {
      const response = await this.#send(url, {
        method,
        headers: { ...options.headers },
        ...(body === undefined ? {} : { body }),
      })
      const location = response.headers.get('location')
      const text = await response.text()
      const to = location === null ? null : new URL(location, url)
      if (to === null || !REDIRECTS.has(response.status) || options.follow?.(to) === false)
        return { url, status: response.status, headers: response.headers, text, hops }
      if (hops.length >= MOST_HOPS) throw new Error(`too many redirects: ${hops.join(' → ')}`)
      ;[url, method, body] = [to, 'GET', undefined]
      hops.push(url)
    }
  }

  cookie(url: string, name: string): string | undefined {
    return this.jars.get(new URL(url).origin)?.get(name)
  }

  setCookie(url: string, name: string, value: string): void {
    const { origin } = new URL(url)
    this.jars.set(origin, (this.jars.get(origin) ?? new Map()).set(name, value))
  }

  async #send(url: URL, init: RequestInit): Promise<Response> {
    const jar = this.jars.get(url.origin) ?? new Map<string, string>()
    this.jars.set(url.origin, jar)
    const headers = new Headers(init.headers)
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const send = this.#inProcess.get(url.origin) ?? ((to, given) => fetch(to, given))
    const response = await send(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) keep(jar, line)
    return response
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const at = pair.indexOf('=')
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
  const isGone = attributes.some((attribute) => {
    const [key = '', given = ''] = attribute.toLowerCase().split('=')
    return (key === 'max-age' && Number(given) <= 0) || (key === 'expires' && Date.parse(given) < Date.now())
  })
  if (isGone) jar.delete(name)
  else jar.set(name, value)
}
