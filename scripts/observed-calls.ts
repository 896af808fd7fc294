import type { Capability } from '../src/model/core/capabilities.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../src/model/core/capabilities.ts'
import { asCredentialId } from '../src/model/core/ids.ts'
import type { Plane } from '../src/model/core/planes.ts'
import type { StreamName } from '../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../src/model/core/streams.ts'
import type { Budget, RouteKey } from '../src/openai/budget.ts'
import type { HttpPool, ListRequest } from '../src/openai/http-pool.ts'
import { probeCapabilities } from '../src/openai/probe.ts'
import type { ProbeOptions } from '../src/openai/probing/attempts.ts'
import { STREAM_READERS } from '../src/openai/streams/registry.ts'
import { openUpstream } from '../src/openai/upstream.ts'

/**
 * Which routes the clients ask is found by letting them ask: each stream's reader and the connection test run
 * against an upstream that answers every list with one bare record. A list kept by hand would be older than
 * the code one day.
 */
export interface UpstreamCall {
  /** Null for the connection test. */
  readonly stream: StreamName | null
  readonly plane: Plane
  /** Method and template. */
  readonly route: string
  /** Names of query parameters. */
  readonly parameters: readonly string[]
  readonly perMinute: number
}

const ADMIN = asCredentialId('admin')
const COMPLIANCE = asCredentialId('compliance')
const PLATFORM_URL = 'http://platform.invalid/v1'
const COMPLIANCE_URL = 'http://compliance.invalid/v1'
// A day lies between that has settled, for what is read by days.
const SINCE = '2025-12-31T00:00:00Z'
const NOW = '2026-01-01T07:00:00Z'
/** The one record of every list; as a log file it is newer than where reading starts. */
const RECORD = {
  id: 'one',
  group_id: 'one',
  end_time: '2026-01-01T00:30:00Z',
  type: 'some.event',
  effective_at: 1_767_225_600,
  start_time: 1_767_139_200,
  results: [],
}

/** Notes what the budget is asked for, which names the route, and then the URL that is sent. */
class Recorder implements Budget, HttpPool {
  readonly calls: UpstreamCall[] = []
  stream: StreamName | null = null
  #asked: RouteKey | null = null

  async acquire(route: RouteKey): Promise<void> {
    this.#asked = route
  }

  rejected(): Promise<void> {
    return Promise.resolve()
  }

  release(): Promise<void> {
    return Promise.resolve()
  }

  listSkills({ url, page: { limit, cursor } }: ListRequest) {
    const asked = new URL(url)
    asked.searchParams.set('limit', String(limit))
    if (cursor !== null) asked.searchParams.set('cursor', cursor)
    return this.read({ url: asked.href })
  }

  async read({ url }: { readonly url: string }) {
    const { origin, searchParams } = new URL(url)
    const asked = this.#asked
    if (asked === null) throw new Error('A request was sent that no budget had granted.')
    this.calls.push({
      stream: this.stream,
      plane: origin === new URL(PLATFORM_URL).origin ? 'platform' : 'chatgpt',
      route: asked.route,
      parameters: [...new Set(searchParams.keys())],
      perMinute: asked.perMinute,
    })
    this.#asked = null
    const answer = asked.route.endsWith('/logs') ? logPage(searchParams) : listPage(searchParams)
    return { status: 200, headers: new Headers(), body: bytesOf(JSON.stringify(answer)) }
  }

  async close(): Promise<void> {
    await this.release()
  }
}

const page = (data: readonly unknown[], hasMore: boolean) => ({ data, has_more: hasMore, last_id: RECORD.id })

/** A second page, so that the cursor's parameter is seen. */
const listPage = (query: URLSearchParams) =>
  ['after', 'cursor', 'page'].some((name) => query.has(name))
    ? page([], false)
    : { ...page([RECORD], true), next: RECORD.id, cursor: RECORD.id }

/** More to come behind the file, so that files of an equal end time are asked for, as after any full page. */
function logPage(query: URLSearchParams) {
  const isBefore = (query.get('after') ?? '') < RECORD.end_time
  return page(isBefore ? [RECORD] : [], isBefore && !query.has('before'))
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

export async function observeCalls(): Promise<readonly UpstreamCall[]> {
  const recorder = new Recorder()
  const options: ProbeOptions = {
    platformUrl: PLATFORM_URL,
    complianceUrl: COMPLIANCE_URL,
    credentials: [
      { id: ADMIN, kind: 'admin_key', secret: 'none' },
      { id: COMPLIANCE, kind: 'compliance_key', secret: 'none' },
    ],
    ids: { organizationId: 'org', workspaceId: 'workspace', projectId: null },
    budget: recorder,
    rateFactor: 1,
    signal: new AbortController().signal,
  }
  await probeCapabilities(options, recorder)
  const upstream = openUpstream({ ...options, serving: servingAll() }, recorder)
  for (const stream of STREAM_NAMES) {
    recorder.stream = stream
    const reader = STREAM_READERS[stream]
    const context = {
      cursor: null,
      mode: 'metadata' as const,
      upstream,
      ids: options.ids,
      nextParent: async (after: string | null) => (after === null ? parentOf(stream) : null),
      now: () => new Date(NOW),
      since: SINCE,
      signal: options.signal,
    }
    for await (const page of reader.read(context)) if (page.done) break
    const again = reader.reread?.({
      ...context,
      nextReread: async (after) =>
        after === null ? { target: targetOf(stream), asked: 1, removal: false } : null,
    })
    for await (const page of again ?? []) if (page.done) break
  }
  return recorder.calls
}

const targetOf = (stream: StreamName): string =>
  STREAMS[stream].parent === undefined ? RECORD.id : parentOf(stream)

/** What stands in a project is known by two ids. */
const parentOf = (stream: StreamName): string => {
  const { parent } = STREAMS[stream]
  return parent !== undefined && STREAMS[parent].parent !== undefined ? 'project/principal' : 'parent'
}

const servingAll = (): Partial<Record<Capability, typeof ADMIN>> =>
  Object.fromEntries(
    CAPABILITIES.map((one) => [one, CAPABILITY_FACTS[one].plane === 'platform' ? ADMIN : COMPLIANCE]),
  )
