import type { Capability } from '../../src/model/core/capabilities.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../../src/model/core/capabilities.ts'
import { asCredentialId } from '../../src/model/core/ids.ts'
import type { JsonValue } from '../../src/model/core/json.ts'
import type { Draft } from '../../src/model/core/records.ts'
import type { Cursor } from '../../src/model/core/slices.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAMS } from '../../src/model/core/streams.ts'
import type { HttpPool } from '../../src/openai/http-pool.ts'
import { createLocalBudget } from '../../src/openai/local-budget.ts'
import { STREAM_READERS } from '../../src/openai/streams/registry.ts'
import type { ReadContext, ReadPage } from '../../src/openai/streams/stream-reader.ts'
import type { Upstream, UpstreamCredential, UpstreamOptions } from '../../src/openai/upstream.ts'
import { openUpstream } from '../../src/openai/upstream.ts'
import { FIELD_TABLE } from '../../src/privacy/fields.ts'
import { retain } from '../../src/privacy/retain.ts'
import type { StreamRecord } from '../../src/privacy/retained.ts'
import { UNDESCRIBED_LOG_TYPE } from '../../src/simulator/clp/types.ts'
import type { Simulator } from '../../src/simulator/server.ts'
import { canonical, cleanText, projected } from './openai-projections.ts'

/** Reads a simulated tenant with our clients, holds what came, and compares it with the tenant's own truth. */

export const ADMIN = asCredentialId('01890000-0000-7000-8000-00000000000a')
export const COMPLIANCE = asCredentialId('01890000-0000-7000-8000-00000000000c')

export const keysOf = (simulator: Simulator): UpstreamCredential[] => [
  { id: ADMIN, kind: 'admin_key', secret: simulator.keys.admin },
  { id: COMPLIANCE, kind: 'compliance_key', secret: simulator.keys.compliance },
]

/** Far above anything that a simulated tenant limits. */
export const UNHURRIED = 1_000_000

export function optionsFor(simulator: Simulator): UpstreamOptions {
  const serving: Partial<Record<Capability, typeof ADMIN>> = {}
  for (const capability of CAPABILITIES) {
    serving[capability] = CAPABILITY_FACTS[capability].plane === 'platform' ? ADMIN : COMPLIANCE
  }
  return {
    platformUrl: simulator.platformUrl,
    complianceUrl: simulator.complianceUrl,
    credentials: keysOf(simulator),
    serving,
    ids: { organizationId: simulator.organizationId, workspaceId: simulator.workspaceId, projectId: null },
    budget: createLocalBudget(),
    rateFactor: UNHURRIED,
    signal: new AbortController().signal,
  }
}

/** What a collector holds of one stream, and where it stands. */
export interface Held {
  cursor: Cursor | null
  records: Map<string, StreamRecord>
  pages: number
  /** Paths of what the drafts held and the gate's table does not list. */
  unlisted: Set<string>
  quarantined: ReadPage['quarantined'][number][]
  drift: string[]
}

export class Collector {
  readonly held = new Map<StreamName, Held>()
  readonly #upstream: Upstream
  readonly #since: string
  readonly #ids: UpstreamOptions['ids']
  readonly #options: UpstreamOptions

  constructor(options: UpstreamOptions, pool: HttpPool, since: string) {
    this.#options = options
    this.#upstream = openUpstream(options, pool)
    this.#since = since
    this.#ids = options.ids
  }

  of(stream: StreamName): Held {
    const known = this.held.get(stream)
    if (known !== undefined) return known
    const made: Held = {
      cursor: null,
      records: new Map(),
      pages: 0,
      unlisted: new Set(),
      quarantined: [],
      drift: [],
    }
    this.held.set(stream, made)
    return made
  }

  context(stream: StreamName): ReadContext {
    const { parent } = STREAMS[stream]
    const parents = parent === undefined ? [] : [...this.of(parent).records.keys()].sort()
    return {
      cursor: this.of(stream).cursor,
      mode: 'metadata',
      upstream: this.#upstream,
      ids: this.#ids,
      nextParent: async (after) => parents.find((id) => after === null || id > after) ?? null,
      now: () => new Date(),
      since: this.#since,
      otherLogTypes: [UNDESCRIBED_LOG_TYPE],
      signal: this.#options.signal,
    }
  }

  /** Reads one thing that the stream holds again, as after an audit event that names it; returns what came. */
  async readAgain(stream: StreamName): Promise<readonly Draft[]> {
    const reader = STREAM_READERS[stream]
    const { parent } = STREAMS[stream]
    const [target] = [...this.of(parent ?? stream).records.keys()].sort()
    if (reader.reread === undefined || target === undefined) return []
    const drafts: Draft[] = []
    const reread = { target, asked: 1, removal: false }
    const context = { ...this.context(stream), cursor: null }
    const pages = reader.reread({ ...context, nextReread: async (after) => (after === null ? reread : null) })
    for await (const page of pages) drafts.push(...page.drafts)
    return drafts
  }

  /** Reads to the end, or for so many pages, as a slice would. */
  async read(stream: StreamName, pages = Number.POSITIVE_INFINITY): Promise<boolean> {
    const held = this.of(stream)
    for await (const page of STREAM_READERS[stream].read(this.context(stream))) {
      for (const draft of page.drafts) {
        noteUnlisted(stream, draft, held.unlisted)
        const record = retain('metadata', stream, draft)
        if (record !== null) keep(held, record)
      }
      held.cursor = JSON.parse(JSON.stringify(page.cursor))
      held.pages += 1
      held.quarantined.push(...page.quarantined)
      held.drift.push(...page.drift.map(({ path }) => path))
      if (page.done) return true
      if (held.pages >= pages) return false
    }
    throw new Error(`${stream} ended without saying that it is done`)
  }
}

function noteUnlisted(stream: StreamName, draft: Draft, unlisted: Set<string>): void {
  const { people, ...parts } = draft.type === 'asset' ? draft : { ...draft, people: {} }
  const paths = [
    ...leaves(parts.attributes, 'attributes'),
    ...('sealed' in parts ? leaves(parts.sealed, 'sealed') : []),
    ...Object.keys(people).map((role) => `people.${role}`),
  ]
  for (const path of paths) if (!LISTED.has(`${stream} ${path}`)) unlisted.add(path)
}

const LISTED = new Set(FIELD_TABLE.map(({ stream, field }) => `${stream} ${field}`))

/** Paths of all plain values, list positions as `[]`. */
function leaves(value: JsonValue, path: string): string[] {
  if (Array.isArray(value)) {
    const objects = value.filter((item) => typeof item === 'object' && item !== null)
    return objects.length === 0 && value.length > 0
      ? [path]
      : objects.flatMap((item) => leaves(item, `${path}[]`))
  }
  if (typeof value !== 'object' || value === null) return value === null ? [] : [path]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`))
}

function keep({ records }: Held, record: StreamRecord): void {
  if (record.type === 'asset') records.set(record.externalId, record)
  else if (record.type === 'event') records.set(record.eventId, record)
  else {
    const known = records.get(record.messageId)
    const isOlder = known?.type === 'message' && known.occurredAt > record.occurredAt
    if (!isOlder) records.set(record.messageId, record)
  }
}

/** One line a record, in the form of `/_sim/truth/lines`. */
export function linesOf(stream: StreamName, held: Held): string[] {
  return [...held.records]
    .map(([id, record]) => `${cleanText(id)}\t${canonical(projected(stream, record))}`)
    .sort()
}

/** What truth calls the position that a cursor of ours stands for. */
export function truthCursor(stream: StreamName, cursor: Cursor | null): JsonValue {
  if (stream === 'logs.OTHER') {
    const types = cursor?.types as Readonly<Record<string, { readonly cursor: Cursor | null }>> | undefined
    return types?.[UNDESCRIBED_LOG_TYPE]?.cursor?.after ?? null
  }
  if (stream.startsWith('logs.')) return cursor?.after ?? null
  const covered = cursor?.covered
  return typeof covered === 'number' ? { effective_at: covered - 1 } : null
}

export async function truthLines(
  simulator: Simulator,
  stream: StreamName,
  cursor: Cursor | null,
  since: string,
): Promise<string[]> {
  const floor = { effective_at: Math.floor(Date.parse(since) / 1_000) - 1 }
  const query = new URLSearchParams({
    stream,
    upto: JSON.stringify({ [stream]: truthCursor(stream, cursor) }),
    since: JSON.stringify({ [stream]: stream.startsWith('logs.') ? since : floor }),
  })
  const response = await fetch(`${simulator.platformUrl.replace('/v1', '')}/_sim/truth/lines?${query}`)
  if (!response.ok) throw new Error(`the simulator refused to tell the truth: ${await response.text()}`)
  return (await response.text())
    .split('\n')
    .filter((line) => line !== '')
    .sort()
}

export async function setScenario(simulator: Simulator, patch: object): Promise<void> {
  await post(simulator, '/_sim/scenario', patch)
}

async function post(simulator: Simulator, path: string, body: object): Promise<void> {
  const url = `${simulator.platformUrl.replace('/v1', '')}${path}`
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`the simulator refused ${path}: ${await response.text()}`)
}
