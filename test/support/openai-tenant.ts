import { createHash } from 'node:crypto'
import type { Capability } from '../../src/model/core/capabilities.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../../src/model/core/capabilities.ts'
import { asCredentialId } from '../../src/model/core/ids.ts'
import type { JsonObject, JsonValue } from '../../src/model/core/json.ts'
import type { AssetDraft, Draft, EventDraft, MessageDraft } from '../../src/model/core/records.ts'
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
import type { Simulator } from '../../src/simulator/server.ts'

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
      signal: this.#options.signal,
    }
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

type Projected = Record<string, JsonValue>

const get = (object: JsonObject, name: string): JsonValue => object[name] ?? null

function inside(object: JsonObject, name: string): JsonObject {
  const value = object[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

function listIn(object: JsonObject, name: string): JsonObject[] {
  const value = object[name]
  return Array.isArray(value) ? (value as JsonObject[]) : []
}

const take = (object: JsonObject, names: readonly string[]): Projected =>
  Object.fromEntries(names.map((name) => [name, get(object, name)]))

const lastUse = (object: JsonObject, name: string): JsonValue =>
  name in object ? (object[name] ?? null) : '<absent>'

const userIdOf = (ref: string | undefined): string | null =>
  ref?.startsWith('user:') ? ref.slice('user:'.length) : null

const sorted = (values: readonly (JsonValue | undefined)[]): JsonValue =>
  values.filter((value) => typeof value === 'string').sort()

/** The fields that truth speaks of, out of a retained asset. */
function projectAsset({ kind, attributes: a, sealed, people }: AssetDraft): Projected {
  const self = { name: people.self?.name ?? null, email: people.self?.email ?? null }
  switch (kind) {
    case 'platform.user':
      return {
        ...self,
        ...take(a, ['role', 'added_at', 'is_service_account', 'enabled', 'banned']),
        api_key_last_used_at: lastUse(a, 'api_key_last_used_at'),
      }
    case 'platform.invite':
      return {
        ...take(a, ['role', 'status', 'expires_at', 'accepted_at', 'created_at', 'projects']),
        email: people.invitee?.email ?? null,
      }
    case 'platform.project':
      return take(a, ['name', 'status', 'created_at', 'archived_at'])
    case 'platform.project_user':
      return { ...self, ...take(a, ['role', 'added_at']) }
    case 'platform.service_account':
      return take(a, ['name', 'role', 'created_at'])
    case 'platform.project_key':
    case 'platform.admin_key': {
      const own = kind === 'platform.admin_key' ? 'owner_role' : 'owner_project_access'
      return {
        ...take(a, ['name', 'redacted_value', 'created_at', 'expires_at', 'owner_type', 'owner_id', own]),
        last_used_at: lastUse(a, 'last_used_at'),
      }
    }
    case 'chatgpt.user':
      return { ...self, ...take(a, ['role', 'status', 'created_at']) }
    case 'chatgpt.gpt_share':
    case 'chatgpt.project_share':
      return { ...self, ...take(a, ['role']) }
    case 'chatgpt.gpt':
    case 'chatgpt.project':
      return {
        ...take(a, ['created_at', 'recipients_count']),
        owner_id: userIdOf(people.owner?.ref),
        owner_email: people.owner?.email ?? null,
        visibility: get(inside(a, 'sharing'), 'visibility'),
        latest_config_id: get(inside(a, 'latest_config'), 'id'),
      }
    case 'chatgpt.gpt_config':
      return { ...configOf(a, sealed), version_author_id: userIdOf(people.author?.ref) }
    case 'chatgpt.project_config':
      return configOf(a, sealed)
    default:
      return kind satisfies never
  }
}

function configOf(attributes: JsonObject, sealed: JsonObject): Projected {
  const tools = listIn(attributes, 'tools')
  const { instructions } = sealed
  return {
    ...take(attributes, ['name', 'created_at']),
    tool_types: sorted(tools.map((tool) => tool.type)),
    action_domains: sorted(tools.map((tool) => tool.action_domain)),
    auth_types: sorted(tools.map((tool) => tool.auth_type)),
    file_ids: sorted(listIn(attributes, 'files').map((file) => file.id)),
    instructions_sha256:
      typeof instructions === 'string'
        ? createHash('sha256').update(cleanText(instructions)).digest('hex')
        : null,
  }
}

const ACTOR_TYPE = { person: 'ACCOUNT_USER', api_key: 'API_KEY', system: 'SYSTEM', unknown: null } as const
const SESSION_TYPE = { person: 'session', api_key: 'api_key', system: null, unknown: null } as const

function personIdOf({ actor }: EventDraft | MessageDraft): string | null {
  return 'person' in actor ? userIdOf(actor.person?.ref) : null
}

function projectEvent(stream: StreamName, event: EventDraft): Projected {
  const { actor } = event
  const key = actor.kind === 'api_key' ? actor.key : null
  if (stream === 'platform.audit_logs') {
    return {
      type: event.eventType,
      effective_at: Date.parse(event.occurredAt) / 1_000,
      actor_type: SESSION_TYPE[actor.kind],
      actor_user_id: personIdOf(event),
      actor_key_id: key,
    }
  }
  const common = {
    timestamp: toMicros(event.occurredAt),
    action: event.action,
    actor_type: ACTOR_TYPE[actor.kind],
    actor_user_id: personIdOf(event),
  }
  if (stream === 'logs.AUTH_LOG') return common
  return { ...common, action_result: get(event.attributes, 'action_result'), actor_key: key }
}

function projectMessage(message: MessageDraft): Projected {
  const { attributes } = message
  const tools = attributes.tools_used
  return {
    ...take(attributes, ['model', 'client_type', 'gpt_id', 'project_id']),
    timestamp: toMicros(message.occurredAt),
    conversation_id: message.conversationId,
    user_id: personIdOf(message),
    author_type: message.authorKind,
    tools_used: sorted(Array.isArray(tools) ? tools : []),
    file_ids: sorted(listIn(attributes, 'files').map((file) => file.id)),
  }
}

/** UTC with six decimals. */
function toMicros(iso: string): string {
  const [, whole, fraction = ''] = /^(.{19})(?:\.(\d+))?Z$/.exec(iso) ?? []
  return `${whole}.${fraction.slice(0, 6).padEnd(6, '0')}Z`
}

const cleanText = (text: string): string => text.replaceAll('\u0000', '\ufffd').toWellFormed()

function canonical(value: JsonValue): string {
  if (typeof value === 'string') return JSON.stringify(cleanText(value))
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`
}

/** One line a record, in the form of `/_sim/truth/lines`. */
export function linesOf(stream: StreamName, held: Held): string[] {
  return [...held.records]
    .map(([id, record]) => `${cleanText(id)}\t${canonical(projected(stream, record))}`)
    .sort()
}

function projected(stream: StreamName, record: StreamRecord): Projected {
  if (record.type === 'asset') return projectAsset(record)
  return record.type === 'event' ? projectEvent(stream, record) : projectMessage(record)
}

/** What truth calls the position that a cursor of ours stands for. */
export function truthCursor(stream: StreamName, cursor: Cursor | null): JsonValue {
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
