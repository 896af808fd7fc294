import type { Client, FetchResponse, MaybeOptionalInit, Middleware } from 'openapi-fetch'
import createClient from 'openapi-fetch'
import type { Fetch } from './patient-fetch.ts'
import { patientFetch } from './patient-fetch.ts'
import { problemOf } from './problem.ts'
import type { paths } from './schema.generated.ts'

export interface CasbahClientOptions {
  /** Where the API is: `https://casbah.example.com`. */
  readonly url: string
  /** Shown to that origin alone. */
  readonly token: string
  /** How often a request is repeated where the API says when to (`Retry-After`). Default 3. */
  readonly retries?: number
  /** Milliseconds to wait for one repetition at most; where the API asks for more, it is refused. Default a minute. */
  readonly longestWaitMs?: number
  /** Default: the global one. */
  readonly fetch?: Fetch
}

type Method = 'get' | 'put' | 'post' | 'delete' | 'patch'
type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never
}[keyof paths]
type Args<Init> = object extends Init ? [init?: Init] : [init: Init]
type Operation<P extends keyof paths, M extends Method> = paths[P][M & keyof paths[P]] &
  Record<number, unknown>

type Data<P extends keyof paths, M extends Method, Init> = Exclude<
  FetchResponse<Operation<P, M>, Init, `${string}/${string}`>['data'],
  undefined
>

/** What came, or `CasbahProblem` is thrown. */
interface Succeeded<P extends keyof paths, M extends Method, Init> {
  readonly data: Data<P, M, Init>
  readonly response: Response
}

type Call<M extends Method> = <
  P extends PathOf<M>,
  Init extends MaybeOptionalInit<paths[P], M & keyof paths[P]>,
>(
  path: P,
  ...init: Args<Init>
) => Promise<Succeeded<P, M, Init>>

type Answer<P extends PathOf<'get'>> = Data<P, 'get', object>
type ListPath = {
  [P in PathOf<'get'>]: Answer<P> extends { data: unknown[]; page: { next_cursor: string | null } }
    ? P
    : never
}[PathOf<'get'>]

/** What a list holds: `Item<'/api/v1/findings'>`. */
export type Item<P extends ListPath> = Answer<P> extends { data: (infer One)[] } ? One : never

type ListInit<P extends ListPath> = MaybeOptionalInit<paths[P], 'get'>

export interface CasbahClient {
  readonly GET: Call<'get'>
  readonly PUT: Call<'put'>
  readonly POST: Call<'post'>
  readonly PATCH: Call<'patch'>
  readonly DELETE: Call<'delete'>
  /** The pages of a list, one request each, as they are asked for. */
  pages<P extends ListPath>(path: P, ...init: Args<ListInit<P>>): AsyncGenerator<Answer<P>, void, undefined>
  /** What is in a list, one by one, over all its pages. */
  each<P extends ListPath>(path: P, ...init: Args<ListInit<P>>): AsyncGenerator<Item<P>, void, undefined>
}

const RETRIES = 3
const LONGEST_WAIT_MS = 60_000
/** What a header may hold; anything else would fail as if nobody had answered. */
const TOKEN = /^[\x21-\x7e]+$/

/** A client of one Casbah. What the API refuses is thrown as `CasbahProblem`. */
export function createCasbahClient(options: CasbahClientOptions): CasbahClient {
  const { url, token, retries = RETRIES, longestWaitMs = LONGEST_WAIT_MS } = options
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new TypeError('url must be where the API is, like https://casbah.example.com')
  }
  if (!TOKEN.test(token)) throw new TypeError('token holds characters that no token has')
  const ask: Fetch = options.fetch ?? ((request) => globalThis.fetch(request))
  const client = createClient<paths>({
    baseUrl: url,
    fetch: patientFetch(ask, { retries, longestWaitMs }),
    // Whoever redirects would be shown the token, and sent the body again.
    redirect: 'manual',
  })
  client.use(manners(new URL(url).origin, token))
  return { ...calls(client), ...lists(client) }
}

/** Methods that change something; the API keeps their answers for a day, for who asks again with the same key. */
const COMMANDING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

function manners(origin: string, token: string): Middleware {
  return {
    onRequest({ request }) {
      if (new URL(request.url).origin !== origin) {
        throw new TypeError('a request of this client goes to its own url alone')
      }
      request.headers.set('authorization', `Bearer ${token}`)
      if (COMMANDING.has(request.method) && !request.headers.has('idempotency-key')) {
        request.headers.set('idempotency-key', crypto.randomUUID())
      }
      return request
    },
    async onResponse({ response }) {
      if (!response.ok) throw await problemOf(response)
    },
  }
}

type Methods = Pick<CasbahClient, 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'>

/** The same functions, with the types of what is left after `manners`: nothing is answered but what was asked for. */
const calls = ({ GET, PUT, POST, PATCH, DELETE }: Client<paths>): Methods =>
  ({ GET, PUT, POST, PATCH, DELETE }) as unknown as Methods

function lists(client: Client<paths>): Pick<CasbahClient, 'pages' | 'each'> {
  const get = client.GET as unknown as (path: string, init: object) => Promise<{ data: Page }>
  async function* pages(path: string, init: Init = {}): AsyncGenerator<Page> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { ...init.params?.query, ...(cursor === undefined ? {} : { cursor }) }
      const { data } = await get(path, { ...init, params: { ...init.params, query } })
      yield data
      cursor = data.page.next_cursor
    }
  }
  async function* each(path: string, init?: Init): AsyncGenerator<unknown> {
    for await (const { data } of pages(path, init)) yield* data
  }
  return { pages, each } as unknown as Pick<CasbahClient, 'pages' | 'each'>
}

interface Page {
  readonly data: readonly unknown[]
  readonly page: { readonly next_cursor: string | null }
}

interface Init {
  readonly params?: { readonly query?: object }
}
