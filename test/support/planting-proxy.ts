import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { SimulatorReady } from '../../src/cli/simulate-role.ts'
import { misshapenItems, plantInJson, plantInLines } from './planting.ts'

/**
 * Stands between Casbah and the simulated tenant and makes upstream as talkative as it could be: markers in every
 * text and in fields that nobody has described, wreckage in log files, error bodies that repeat the key they refuse.
 * Requests are passed on as they come, so the tenant's own statistics stay true.
 */
export interface PlantingProxy {
  readonly platformUrl: string
  readonly complianceUrl: string
  /** Event types whose files were fetched. */
  readonly filesFetched: ReadonlySet<string>
  /** Signatures of the links that were handed out: who has one, has the file. */
  readonly signatures: ReadonlySet<string>
  /** Refuses every request with this key, and repeats it in the body; null refuses none. */
  refuse(key: string | null): void
  /** The next answers to requests whose path ends so are these. */
  failNext(pathEnd: string, kinds: readonly Failure[]): void
  close(): Promise<void>
}

/** `error`: a 500 that quotes the request. `cut`: half of the answer. `page`: HTML in place of JSON. */
export type Failure = 'error' | 'cut' | 'page'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

interface Proxy {
  readonly simulator: SimulatorReady
  readonly marker: string
  readonly types: Map<string, string>
  readonly filesFetched: Set<string>
  readonly signatures: Set<string>
  readonly failures: Map<string, Failure[]>
  refused: string | null
  downloads: string
}

export async function startPlantingProxy(simulator: SimulatorReady, marker: string): Promise<PlantingProxy> {
  const proxy: Proxy = {
    ...{ simulator, marker, types: new Map(), filesFetched: new Set(), signatures: new Set() },
    ...{ failures: new Map(), refused: null, downloads: '' },
  }
  const api = await serve((request) => answerApi(proxy, request))
  const downloads = await serve((request) => answerDownload(proxy, request))
  proxy.downloads = downloads.origin
  return {
    platformUrl: `${api.origin}/v1`,
    complianceUrl: `${api.origin}/v1`,
    filesFetched: proxy.filesFetched,
    signatures: proxy.signatures,
    refuse: (key) => {
      proxy.refused = key
    },
    failNext: (pathEnd, kinds) => void proxy.failures.set(pathEnd, [...kinds]),
    close: async () => {
      await Promise.all([api.close(), downloads.close()])
    },
  }
}

async function answerApi(proxy: Proxy, request: IncomingMessage): Promise<Answer> {
  const { simulator, marker } = proxy
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  if (proxy.refused !== null && key === proxy.refused) return echo(401, key, marker)
  const failure = nextFailure(proxy, request)
  if (failure === 'error') return echo(500, `${key} ${request.url}`, marker)
  if (failure === 'page') return page(key, marker)
  const answer = await passOn(new URL(simulator.platformUrl).origin, request)
  const planted = rewrite(proxy, answer, pathOf(request).endsWith('/logs'))
  return failure === 'cut'
    ? { ...planted, body: planted.body.subarray(0, planted.body.length >> 1) }
    : planted
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?')[0] ?? ''

function nextFailure({ failures }: Proxy, request: IncomingMessage): Failure | undefined {
  const path = pathOf(request)
  for (const [end, kinds] of failures) if (path.endsWith(end)) return kinds.shift()
  return undefined
}

function rewrite(proxy: Proxy, answer: Answer, isFileList: boolean): Answer {
  const { location } = answer.headers
  if (location !== undefined) return redirect(proxy, answer, new URL(location))
  if (!answer.headers['content-type']?.startsWith('application/json')) return answer
  const parsed = JSON.parse(answer.body.toString('utf8')) as { data?: unknown }
  const planted = plantInJson(parsed as never, proxy.marker) as { data?: unknown }
  if (answer.status >= 400 || !Array.isArray(planted.data)) return json(answer, planted)
  const data = isFileList ? planted.data.map((file) => listed(proxy, file)) : planted.data
  return json(answer, { ...planted, data: isFileList ? data : [...misshapenItems(proxy.marker), ...data] })
}

/** Its bytes will be others, so the list says nothing of them. */
function listed({ types }: Proxy, file: { id: string; event_type: string }): object {
  types.set(file.id, file.event_type)
  return { ...file, file_sha256: null, file_size: null }
}

function redirect(proxy: Proxy, answer: Answer, link: URL): Answer {
  for (const [name, value] of link.searchParams) if (/sig/i.test(name)) proxy.signatures.add(value)
  const location = link.href.replace(link.origin, proxy.downloads)
  return { ...answer, headers: { ...answer.headers, location } }
}

async function answerDownload(proxy: Proxy, request: IncomingMessage): Promise<Answer> {
  const answer = await passOn(proxy.simulator.downloadUrl, request)
  const id = pathOf(request).split('/').at(-1) ?? ''
  const type = proxy.types.get(id)
  if (answer.status !== 200 || type === undefined) return answer
  proxy.filesFetched.add(type)
  return { ...answer, body: Buffer.from(plantInLines(answer.body.toString('utf8'), proxy.marker)) }
}

const KEPT_HEADERS = ['content-type', 'location', 'retry-after']

async function passOn(origin: string, request: IncomingMessage): Promise<Answer> {
  const { method = 'GET', url = '/', headers } = request
  const given = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && !HOP_BY_HOP.has(name) ? [[name, value] as [string, string]] : [],
  )
  const body = method === 'POST' ? await buffer(request) : null
  const response = await fetch(`${origin}${url}`, { method, headers: given, redirect: 'manual', body })
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return {
    status: response.status,
    headers: Object.fromEntries(kept),
    body: Buffer.from(await response.arrayBuffer()),
  }
}

const HOP_BY_HOP = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'accept-encoding',
  'transfer-encoding',
])

const json = (answer: Answer, body: unknown): Answer => ({
  ...answer,
  body: Buffer.from(JSON.stringify(body)),
})

/** As an upstream would answer that repeats what it was given. */
function echo(status: number, text: string, marker: string): Answer {
  const message = `Incorrect API key provided: ${text}. ${marker} ${marker}`
  const body = { error: { message, type: 'invalid_request_error', param: text, code: null } }
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) }
}

function page(key: string, marker: string): Answer {
  const body = `<html><body>${marker} ${marker} ${key}</body></html>`
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) }
}

async function serve(answer: (request: IncomingMessage) => Promise<Answer>) {
  const server = createServer((request, response) => {
    request.resume()
    answer(request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error: unknown) => broken(response, error),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => closed(server) }
}

/** A mistake in the proxy would look like one of upstream's; it says which it is. */
function broken(response: ServerResponse, error: unknown): void {
  process.emitWarning(`The planting proxy broke: ${String(error)}`)
  response.destroy()
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
