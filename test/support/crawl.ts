import type { LeakScanner } from './leak-scan.ts'

/** Reads every GET route of the API as its description names them, page by page, and hands all answers to a scanner. */
export interface Crawled {
  /** Answers by route template: how many, and of which status. */
  readonly answers: ReadonlyMap<string, readonly number[]>
}

interface Parameter {
  readonly in: string
  readonly name: string
  readonly required?: boolean
}

interface Crawl {
  readonly url: string
  readonly token: string
  readonly scanner: LeakScanner
  readonly answers: Map<string, number[]>
  /** Ids by the noun of the list that named them. */
  readonly ids: Map<string, string[]>
}

/** What asks for a period is read for a month up to now. */
const PERIOD = ['from', 'to'] as const
const MONTH_MS = 30 * 86_400_000
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
const THIS_MONTH = { from: dayOf(Date.now() - MONTH_MS), to: dayOf(Date.now()) }

const BASE = '/api/v1'
const DESCRIPTION = `${BASE}/openapi.json`
/** Small, so that paging happens. */
const PAGE = '25'
/** Of each noun; the lists show all of them anyway. */
const MOST_READ_ALONE = 10
const NOT_DESCRIBED = ['/docs', '/docs/problems', '/docs/problems/not-found', DESCRIPTION, '/nowhere']

export async function crawlApi(scanner: LeakScanner, url: string, token: string): Promise<Crawled> {
  const crawl: Crawl = { url, token, scanner, answers: new Map(), ids: new Map() }
  const routes = await describedRoutes(crawl)
  for (const path of NOT_DESCRIBED) await read(crawl, path, path)
  // Lists without a needed filter name the ids that the others ask for.
  const isPlain = ({ template, needed }: Route) => !template.includes('{') && needed.length === 0
  for (const { template } of routes.filter(isPlain)) await readPages(crawl, template, template, {}, true)
  for (const route of routes) {
    for (const [path, query] of placesOf(crawl, route))
      await readPages(crawl, route.template, path, query, false)
  }
  return { answers: crawl.answers }
}

interface Route {
  readonly template: string
  /** Filters that the route does not answer without. */
  readonly needed: readonly string[]
  /** Filters by what a list names. */
  readonly filters: readonly string[]
}

async function describedRoutes(crawl: Crawl): Promise<Route[]> {
  const text = await read(crawl, DESCRIPTION, DESCRIPTION)
  const { paths } = JSON.parse(text) as {
    paths: Record<string, { get?: { parameters?: readonly Parameter[] } }>
  }
  return Object.entries(paths).flatMap(([template, { get }]) => {
    if (get === undefined) return []
    const query = (get.parameters ?? []).filter((parameter) => parameter.in === 'query')
    const needed = query.filter(({ required }) => required === true).map(({ name }) => name)
    return [{ template, needed, filters: query.map(({ name }) => name) }]
  })
}

function* placesOf(
  { ids }: Crawl,
  route: Route,
): Generator<readonly [string, Readonly<Record<string, string>>]> {
  const { template, needed, filters } = route
  const noun = /([a-z-]+)\/\{id\}/.exec(template)?.[1]
  if (noun !== undefined) {
    for (const id of (ids.get(noun) ?? []).slice(0, MOST_READ_ALONE)) yield [template.replace('{id}', id), {}]
    return
  }
  if (PERIOD.every((name) => needed.includes(name))) {
    yield [template, THIS_MONTH]
    return
  }
  const names = needed.length > 0 ? needed : filters.filter((name) => name === 'integration')
  for (const name of names) for (const id of ids.get(`${name}s`) ?? []) yield [template, { [name]: id }]
}

async function readPages(
  crawl: Crawl,
  template: string,
  path: string,
  query: Readonly<Record<string, string>>,
  keepsIds: boolean,
): Promise<void> {
  // Neither one thing nor a run's events are a list, nor an export, which is read whole.
  const isList = template.startsWith(BASE) && !/(\}|\/events|\/exports\/.*)$/.test(template)
  for (let cursor: string | null = ''; cursor !== null; ) {
    const search = new URLSearchParams({ ...query, ...(cursor === '' ? {} : { cursor, limit: PAGE }) })
    const text = await read(crawl, template, `${path}?${search}`)
    const body = isList ? (JSON.parse(text) as Listed) : {}
    if (keepsIds) remember(crawl, template, body)
    cursor = await nextOf(crawl, template, path, query, body, cursor)
  }
}

interface Listed {
  readonly data?: readonly { readonly id?: string }[]
  readonly page?: { readonly next_cursor: string | null }
}

/** A first answer without a limit tells whether there are pages; then they are read from the start. */
async function nextOf(
  crawl: Crawl,
  template: string,
  path: string,
  query: Readonly<Record<string, string>>,
  body: Listed,
  cursor: string,
): Promise<string | null> {
  if (body.page === undefined) return null
  if (cursor !== '') return body.page.next_cursor
  const first = await read(crawl, template, `${path}?${new URLSearchParams({ ...query, limit: PAGE })}`)
  return (JSON.parse(first) as Listed).page?.next_cursor ?? null
}

function remember({ ids }: Crawl, template: string, { data }: Listed): void {
  const noun = template.split('/').at(-1) ?? ''
  const found = (Array.isArray(data) ? data : []).flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  ids.set(noun, [...new Set([...(ids.get(noun) ?? []), ...found])])
}

async function read(
  { url, token, scanner, answers }: Crawl,
  template: string,
  path: string,
): Promise<string> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })
  const text = await response.text()
  const where = `API answer GET ${template}`
  scanner.scan(where, text)
  scanner.scan(`${where}, headers`, JSON.stringify([...response.headers]))
  answers.set(template, [...(answers.get(template) ?? []), response.status])
  return text
}
