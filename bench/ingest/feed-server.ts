import { createReadStream, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { parseIsoMicros } from '../../src/simulator/tenant/time.ts'
import type { Feed } from './feed.ts'

/**
 * Serves a feed's files as they are on disk, in a process of its own, without limits: the upstream of a benchmark must
 * cost the measured process nothing. All other lists of the Compliance API are empty.
 */
const [folder = ''] = process.argv.slice(2)
const feed = JSON.parse(readFileSync(join(folder, 'feed.json'), 'utf8')) as Feed
const ends = feed.files.map(({ endTime }) => parseIsoMicros(endTime) ?? 0)
const byId = new Map(feed.files.map((file) => [file.id, file]))

const MOST_FILES = 100

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function listFiles(response: ServerResponse, query: URLSearchParams): void {
  const after = parseIsoMicros(query.get('after') ?? '') ?? 0
  const before = parseIsoMicros(query.get('before') ?? '') ?? Number.POSITIVE_INFINITY
  const limit = Number(query.get('limit') ?? MOST_FILES)
  const isMessages = query.get('event_type') === 'CONVERSATION_MESSAGE'
  const found = isMessages
    ? feed.files.filter((_, at) => (ends[at] ?? 0) > after && (ends[at] ?? 0) < before)
    : []
  const page = found.slice(0, limit)
  json(response, {
    data: page.map(({ id, endTime, name, bytes, sha256 }) => ({
      ...{ id, event_type: 'CONVERSATION_MESSAGE', end_time: endTime },
      ...{ file_name: name, file_size: bytes, file_sha256: sha256 },
    })),
    has_more: found.length > limit,
    last_end_time: page.at(-1)?.endTime ?? null,
  })
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const [, id] = /\/(eclf_\w+)$/.exec(url.pathname) ?? []
  const file = id === undefined ? undefined : byId.get(id)
  if (url.pathname.startsWith('/files/') && file !== undefined) {
    response.writeHead(200, { 'content-length': file.bytes })
    createReadStream(join(folder, file.id)).pipe(response)
  } else if (file !== undefined) {
    response.writeHead(307, { location: `http://${request.headers.host}/files/${file.id}` }).end()
  } else if (url.pathname.endsWith('/logs')) listFiles(response, url.searchParams)
  else json(response, { object: 'list', data: [], has_more: false, last_id: null })
}

const server = createServer(answer).listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
})
// The benchmark is gone: so is its upstream.
process.on('disconnect', () => process.exit(0))
