import type { JsonObject, JsonValue } from '../../../model/core/json.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import type { Json } from '../../../simulator/truth/canonical.ts'

/** An event or a message as the database holds it, its person joined. */
export interface HeldEvent {
  readonly id: string
  /** UTC, six decimals. */
  readonly occurredAt: string
  readonly eventType: string
  readonly action: string | null
  readonly actorKind: string
  readonly actorRef: string | null
  readonly actorKey: string | null
  readonly attributes: JsonObject
}

export interface HeldMessage {
  readonly id: string
  readonly occurredAt: string
  readonly conversationId: string
  readonly actorRef: string | null
  readonly authorKind: string
  readonly attributes: JsonObject
}

type Fields = Readonly<Record<string, Json>>

const MICROS_PER_SECOND_DIGITS = '.000000Z'

const userIdOf = (ref: string | null): Json => (ref?.startsWith('user:') ? ref.slice('user:'.length) : null)

/** The kinds of actors that a workspace's logs know, from what they became here. */
function logActorType({ actorKind, actorKey }: HeldEvent): Json {
  if (actorKind === 'person') return 'ACCOUNT_USER'
  if (actorKind === 'api_key') return 'API_KEY'
  if (actorKind === 'system') return actorKey?.startsWith('agent:') ? 'AGENT' : 'SYSTEM'
  return null
}

const authLog = (event: HeldEvent): Fields => ({
  timestamp: event.occurredAt,
  action: event.action,
  actor_type: logActorType(event),
  actor_user_id: userIdOf(event.actorRef),
})

const auditLog = (event: HeldEvent): Fields => ({
  timestamp: event.occurredAt,
  action: event.action,
  action_result: event.attributes.action_result ?? null,
  actor_type: logActorType(event),
  actor_user_id: userIdOf(event.actorRef),
  actor_key: event.actorKind === 'api_key' ? event.actorKey : null,
})

/** How a key without an id is kept: upstream's own sample has one. */
const UNNAMED_KEY = 'unknown'

const SERVICE_ACCOUNT = 'service_account:'

/** The platform's audit log counts whole seconds; anything else would be a fault of ours and shows as null. */
const platformAudit = (event: HeldEvent): Fields => ({
  type: event.eventType,
  effective_at: event.occurredAt.endsWith(MICROS_PER_SECOND_DIGITS)
    ? Date.parse(event.occurredAt) / 1_000
    : null,
  actor_type: event.actorKind === 'person' ? 'session' : event.actorKind === 'api_key' ? 'api_key' : null,
  actor_user_id: actingAccount(event),
  actor_key_id: event.actorKind === 'api_key' && event.actorKey !== UNNAMED_KEY ? event.actorKey : null,
})

function actingAccount({ actorRef, attributes }: HeldEvent): Json {
  if (actorRef?.startsWith(SERVICE_ACCOUNT)) return actorRef.slice(SERVICE_ACCOUNT.length)
  return userIdOf(actorRef) ?? attributes.service_account_id ?? null
}

const acting = (event: HeldEvent): Fields => ({
  timestamp: event.occurredAt,
  actor_type: logActorType(event),
  actor_user_id: userIdOf(event.actorRef),
})

/** What stands at a path of the kept attributes; null where nothing does. */
function kept({ attributes }: HeldEvent, ...path: readonly string[]): Json {
  let at: JsonValue | undefined = attributes
  for (const step of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return null
    at = (at as JsonObject)[step]
  }
  return at ?? null
}

const keptNames = (event: HeldEvent, names: readonly string[], ...parent: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, kept(event, ...parent, name)]))

const appAuth = (event: HeldEvent): Fields => ({
  ...acting(event),
  action: event.action,
  ...keptNames(event, ['app_id', 'link_id']),
})

const appCall = (event: HeldEvent): Fields => ({
  ...acting(event),
  log_type: event.action,
  ...keptNames(event, ['app_id', 'app_name', 'app_type', 'conversation_id']),
  action_names: texts(event.attributes.calls, (call) => fieldOf(call, 'action_name')),
})

const detailed =
  (...names: readonly string[]) =>
  (event: HeldEvent): Fields => ({
    ...acting(event),
    ...keptNames(event, ['event_type', 'client_id']),
    ...keptNames(event, names, 'details'),
  })

const codexTurn = (event: HeldEvent): Fields => ({
  ...acting(event),
  ...keptNames(event, ['product_client_id', 'model', 'session_id', 'credits'], 'payload'),
  output_tokens: kept(event, 'payload', 'token_usage', 'output_tokens'),
})

const costs = (event: HeldEvent): Fields => ({
  ...acting(event),
  ...keptNames(event, ['day', 'hour', 'product', 'model', 'client'], 'payload'),
  user_id: kept(event, 'payload', 'identity', 'user_id'),
  text_input_tokens: kept(event, 'payload', 'measures', 'usage', 'text_input_tokens'),
})

const USAGE_FIGURES = [
  'num_model_requests',
  'num_requests',
  'num_sessions',
  'input_tokens',
  'input_cached_tokens',
  'output_tokens',
  'images',
  'characters',
  'seconds',
  'usage_bytes',
]

export const EVENT_PROJECTIONS: Partial<Record<StreamName, (event: HeldEvent) => Fields>> = {
  'platform.audit_logs': platformAudit,
  'platform.usage': (event) =>
    keptNames(event, ['day', 'project_id', 'user_id', 'api_key_id', 'model', ...USAGE_FIGURES]),
  'platform.costs': (event) => ({
    ...keptNames(event, ['day', 'project_id', 'api_key_id', 'line_item', 'quantity', 'quantity_unit']),
    amount: kept(event, 'amount', 'value'),
    currency: kept(event, 'amount', 'currency'),
  }),
  'logs.AUTH_LOG': authLog,
  'logs.AUDIT_LOG': auditLog,
  'logs.APP_AUTH_LOG': appAuth,
  'logs.APP_LOG': appCall,
  'logs.CODEX_LOG': detailed('session_id', 'model', 'status', 'tool_name', 'decision', 'access_token_id'),
  'logs.CODEX_TURN': codexTurn,
  'logs.CODEX_SECURITY_LOG': detailed('finding_id'),
  'logs.CUSTOM_AGENTS_LOG': detailed('agent_id', 'run_id', 'connector_id', 'action_name', 'status'),
  'logs.CHATGPT_PLUGIN_SPREADSHEET': detailed('session_id', 'model', 'status'),
  'logs.COSTS': costs,
  'logs.OTHER': (event) => ({ ...acting(event), type: event.eventType }),
}

const texts = (value: JsonValue | undefined, pick: (one: JsonValue) => JsonValue | undefined): Json =>
  (Array.isArray(value) ? (value as readonly JsonValue[]) : [])
    .map(pick)
    .filter((one) => typeof one === 'string')
    .sort()

const fieldOf = (value: JsonValue, name: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[name] : value

const idOf = (value: JsonValue): JsonValue | undefined => fieldOf(value, 'id')

export const projectMessage = (message: HeldMessage): Fields => ({
  timestamp: message.occurredAt,
  conversation_id: message.conversationId,
  user_id: userIdOf(message.actorRef),
  author_type: message.authorKind,
  model: message.attributes.model ?? null,
  client_type: message.attributes.client_type ?? null,
  tools_used: texts(message.attributes.tools_used, (tool) => tool),
  gpt_id: message.attributes.gpt_id ?? null,
  project_id: message.attributes.project_id ?? null,
  file_ids: texts(message.attributes.files, idOf),
})
