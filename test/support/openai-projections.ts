import { createHash } from 'node:crypto'
import { ASSET_PROJECTIONS } from '../../src/cli/up/truth/held-assets.ts'
import { EVENT_PROJECTIONS } from '../../src/cli/up/truth/held-events.ts'
import type { JsonObject, JsonValue } from '../../src/model/core/json.ts'
import type { AssetDraft, EventDraft, MessageDraft } from '../../src/model/core/records.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import type { StreamRecord } from '../../src/privacy/retained.ts'

/** Brings what we hold into the form in which the simulated tenant tells its truth. */

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
      // One way to lay out the later kinds: as for the stored set.
      return ASSET_PROJECTIONS[kind]({
        ...{ externalId: '', attributes: a, sealed },
        people: Object.fromEntries(
          Object.entries(people).map(([role, { ref, email = null, name = null }]) => [
            role,
            { ref, email, name },
          ]),
        ),
      }) as Projected
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
  if (stream !== 'logs.AUDIT_LOG') return projectWork(stream, event)
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

export const cleanText = (text: string): string => text.replaceAll('\u0000', '\ufffd').toWellFormed()

export function canonical(value: JsonValue): string {
  if (typeof value === 'string') return JSON.stringify(cleanText(value))
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`
}

/** The fields that the tenant's truth speaks of, out of a retained record. */
export function projected(stream: StreamName, record: StreamRecord): Projected {
  if (record.type === 'asset') return projectAsset(record)
  return record.type === 'event' ? projectEvent(stream, record) : projectMessage(record)
}

/** Logs of what apps, Codex and agents did are projected as for the stored set: there is one way to lay them out. */
function projectWork(stream: StreamName, event: EventDraft): Projected {
  const project = EVENT_PROJECTIONS[stream]
  if (project === undefined) throw new Error(`no projection for ${stream}`)
  return project({
    id: event.eventId,
    occurredAt: toMicros(event.occurredAt),
    eventType: event.eventType,
    action: event.action,
    actorKind: event.actor.kind,
    actorRef: 'person' in event.actor ? (event.actor.person?.ref ?? null) : null,
    actorKey: event.actor.kind === 'system' ? event.actor.id : null,
    attributes: event.attributes,
  })
}
