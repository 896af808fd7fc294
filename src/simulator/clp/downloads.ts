import type { FaultPlan, FaultyDelivery } from '../http/faults.ts'
import { deliveryOf, replacementOf } from '../http/faults.ts'
import type { Answer } from '../http/message.ts'
import type { Stats } from '../http/stats.ts'
import { saltOf } from '../tenant/prng.ts'
import { sentences } from '../tenant/texts.ts'
import type { World } from '../world.ts'
import { fileKeyOf } from './file-ids.ts'
import type { LogFile } from './log-files.ts'

// The second origin. It knows signatures, no keys: a bearer token that arrives here has leaked, and is refused.

export interface DownloadRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly authorization: string | undefined
  readonly now: number
}

export interface Download {
  readonly answer: Answer
  readonly delivery: FaultyDelivery
}

/** Route name of downloads in fault patterns and statistics. */
export const DOWNLOAD_ROUTE = 'GET download'

function refusal(status: number, code: string, message: string): Answer {
  const xml = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(xml) }
}

function contentOf(world: World, path: string): Answer {
  const [, kind, id = ''] = path.split('/')
  if (kind === 'logs') {
    const file = fileById(world, id)
    if (!file) return refusal(404, 'BlobNotFound', 'The specified blob does not exist.')
    return {
      status: 200,
      headers: { 'content-type': 'application/x-ndjson' },
      stream: { length: file.file_size, pieces: () => world.logs.content(file) },
    }
  }
  const body = Buffer.from(`${sentences(saltOf(id), 12)}\n`)
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body }
}

function fileById(world: World, id: string): LogFile | undefined {
  const key = fileKeyOf(world.tenant.seed, id)
  if (typeof key === 'string') return undefined
  return world.logs.files(key.type, key.window).find(({ part }) => part === key.part)
}

/** Flips one byte, so that the checksum of the list no longer fits. */
function corrupted(answer: Answer): Answer {
  const { stream } = answer
  return stream ? { ...answer, stream: { ...stream, pieces: () => flipFirst(stream.pieces()) } } : answer
}

function* flipFirst(pieces: Iterable<Buffer>): Generator<Buffer> {
  let first = true
  for (const piece of pieces) {
    if (first) piece.writeUInt8(piece.readUInt8(piece.length >> 1) ^ 1, piece.length >> 1)
    first = false
    yield piece
  }
}

export function serveDownload(
  world: World,
  plan: FaultPlan,
  stats: Stats,
  request: DownloadRequest,
): Download {
  const faults = plan.hits(world.scenario.current, DOWNLOAD_ROUTE)
  for (const _ of faults) stats.fault()
  const answer = replacementOf(faults, request.now) ?? plainDownload(world, stats, request)
  const bad = answer.status === 200 && faults.some((fault) => fault.kind === 'badChecksum')
  stats.request('GET', 'download', answer.status)
  return { answer: bad ? corrupted(answer) : answer, delivery: deliveryOf(faults) }
}

function plainDownload(world: World, stats: Stats, request: DownloadRequest): Answer {
  const bearer = request.authorization !== undefined
  stats.download(bearer)
  if (bearer) {
    return refusal(
      400,
      'InvalidAuthenticationInfo',
      'Authentication information is not given in the correct format: this link takes no Authorization header.',
    )
  }
  const verdict = world.links.verify(request.path, request.query, request.now)
  if (verdict === 'good') return contentOf(world, request.path)
  return verdict === 'expired'
    ? refusal(403, 'AuthenticationFailed', 'Signature not valid in the specified time frame.')
    : refusal(403, 'AuthenticationFailed', 'Signature did not match.')
}
