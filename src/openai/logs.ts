import { createHash } from 'node:crypto'
import { z } from 'zod'
import { complianceAsk } from './compliance.ts'
import { Transient, UpstreamContractChanged } from './failures.ts'
import { pathOf } from './list-page.ts'
import { COMPLIANCE_ROUTES } from './routes.ts'
import type { Answer, Transport } from './transport.ts'
import { isRedirect, readJson } from './transport.ts'
import type { ClientContext } from './upstream.ts'

/** The Compliance Logs Platform of one workspace or organization: immutable JSONL files by event type. */
export interface LogsClient {
  /** One event type a call: many at once make equal end times, which a strict `after` would skip, likelier. */
  list(query: LogQuery): Promise<LogPage>
  /** The file's bytes, checked against its checksum. */
  download(file: LogFile): Promise<Uint8Array>
}

export interface LogQuery {
  readonly eventType: string
  /** Verbatim as upstream wrote it: rounding to milliseconds lists the last file again. */
  readonly after: string
  readonly before?: string
  readonly limit?: number
}

/** Whose logs: some types are written for the organization, and read with its id, by the same key. */
export type LogPlace = 'workspace' | 'organization'

const ROUTES = {
  workspace: { list: COMPLIANCE_ROUTES.logs, file: COMPLIANCE_ROUTES.logFile },
  organization: { list: COMPLIANCE_ROUTES.organizationLogs, file: COMPLIANCE_ROUTES.organizationLogFile },
} as const

const logFile = z.looseObject({
  id: z.string().min(1),
  event_type: z.string().nullish(),
  end_time: z.string().min(1),
  file_size: z.number().nullish(),
  file_sha256: z.string().nullish(),
})
export type LogFile = z.infer<typeof logFile>

const logPage = z.looseObject({
  data: z.array(logFile),
  has_more: z.boolean().nullish(),
  last_end_time: z.string().nullish(),
})

export interface LogPage {
  readonly files: readonly LogFile[]
  readonly hasMore: boolean
  /** Null on an empty page in the wild, although described as a time. */
  readonly lastEndTime: string | null
}

/** Bytes. Files end at 15 MB; this leaves room for a last large record and for upstream's next idea. */
const LARGEST_FILE = 60_000_000
// A link lives for minutes; a second fresh one that is refused as well is upstream's trouble, not age.
const FRESH_LINKS = 3

export function createLogsClient(
  transport: Transport,
  context: ClientContext,
  place: LogPlace,
  placeId: string,
): LogsClient {
  const routes = ROUTES[place]
  const freshLink = async (fileId: string): Promise<URL | Answer> => {
    const ask = complianceAsk(context, routes.file, [placeId, fileId], {})
    const answer = await transport.send(ask)
    if (!isRedirect(answer.status)) return answer
    const location = answer.headers.get('location')
    const link = location === null ? null : linkFrom(location, ask.url)
    if (link === null) throw new UpstreamContractChanged('Location header', ask.asked.route)
    return link
  }
  return {
    async list({ eventType, after, before, limit }) {
      const ask = complianceAsk(context, routes.list, [placeId], {
        event_type: eventType,
        after,
        ...(before === undefined ? {} : { before }),
        ...(limit === undefined ? {} : { limit: String(limit) }),
      })
      const parsed = logPage.safeParse(readJson(await transport.send(ask), ask.asked.route))
      if (!parsed.success) throw new UpstreamContractChanged(pathOf(parsed.error), ask.asked.route)
      const { data, has_more, last_end_time } = parsed.data
      return { files: data, hasMore: has_more === true, lastEndTime: last_end_time ?? null }
    },
    async download(file) {
      for (let links = 1; ; links += 1) {
        try {
          const link = await freshLink(file.id)
          const answer = link instanceof URL ? await transport.follow(link.href, LARGEST_FILE) : link
          return verified(file, answer.body)
        } catch (error) {
          const isStale = error instanceof Transient && error.reason === 'expired_link'
          if (!isStale || links >= FRESH_LINKS) throw error
        }
      }
    },
  }
}

/** Null for what is no link, and for one that leaves TLS: conversations would cross the network in clear. */
function linkFrom(location: string, askedUrl: string): URL | null {
  const link = URL.parse(location, askedUrl)
  if (link === null) return null
  return link.protocol === 'https:' || link.protocol === new URL(askedUrl).protocol ? link : null
}

function verified(file: LogFile, body: Uint8Array): Uint8Array {
  const expected = file.file_sha256
  // Nothing to check against: absent in no known answer, but described as optional.
  if (expected === undefined || expected === null || expected === '') return body
  const actual = createHash('sha256').update(body).digest('hex')
  if (actual !== expected.toLowerCase()) throw new Transient('bad_checksum')
  return body
}
