import type { LogStreamName } from '../../model/core/streams/logs.ts'
import type { Listed } from './listed.ts'

const under = (parent: string, names: readonly string[]): readonly string[] =>
  names.map((name) => `attributes.${parent}.${name}`)

const TOKEN_USAGE = [
  'input_tokens',
  'output_tokens',
  'cached_input_tokens',
  'uncached_input_tokens',
  'reasoning_output_tokens',
].map((name) => `token_usage.${name}`)

const COST_TOKENS = ['text', 'audio', 'image'].flatMap((kind) =>
  ['input', 'cached_input', 'output', 'total'].map((direction) => `${kind}_${direction}_tokens`),
)

const WHERE = ['actor', 'action', 'attributes.client_id', 'attributes.event_type']

const SESSION = ['session_id', 'turn_id', 'call_id', 'environment_id', 'model', 'status']

const CODEX_DETAILS = [
  ...SESSION,
  ...TOKEN_USAGE,
  'service_tier',
  'reasoning_effort',
  'tool_name',
  'tool_type',
  'tool_call_id',
  'decision',
  'elicitation_type',
  'phase',
  'error_code',
  'access_token_id',
  'created_by_user_id',
  'expires_at',
  'plugin_id',
  'plugin_release_id',
  'plugin_version',
  'plugin_name',
  'plugin_display_name',
  'marketplace_name',
  'plugin_scope',
  'project_id',
  'version_id',
  'deployment_id',
]

const AGENT_DETAILS = [
  'agent_id',
  'version_id',
  'run_id',
  'conversation_id',
  'message_id',
  'interaction_id',
  'phase',
  'save_source',
  'delete_reason',
  'publish_type',
  'changes_count',
  'trigger_count',
  'had_published_version',
  'tool_call_id',
  'connector_id',
  'connector_name',
  'action_name',
  'link_id',
  'status',
  'requires_elicitation',
  'elicitation_type',
  'skill_id',
  'skill_type',
  'trigger_id',
  'trigger_type',
  'invoker.type',
  'invoker.initiator.kind',
  'invoker.initiator.id',
  'invoker.is_shared_invocation',
  'invoker.connector_id',
  'invoker.schedule_id',
]

/** What said-or-typed text is called in these logs, at any of its places. */
const SAID_TO_CODEX = [
  'access_token_name',
  'prompt_text',
  'response_text',
  'tool_input',
  'arguments',
  'result_preview',
  'error_message',
]
const SAID_TO_AGENTS = [
  'skill_name',
  'text',
  'failure_message',
  'release_name',
  'release_description',
  'invoker.user_message_text',
]

/**
 * Logs of what apps, Codex and agents did. Names of tools, apps and models are activity, as everywhere; what went in or
 * came out is content. Names and addresses of people are not kept a second time: the actor is the person.
 */
export const WORK_LOG_FIELDS: Record<
  Exclude<LogStreamName, 'logs.AUTH_LOG' | 'logs.AUDIT_LOG' | 'logs.CONVERSATION_MESSAGE'>,
  Listed
> = {
  'logs.APP_AUTH_LOG': { identity: ['actor', 'action', 'attributes.app_id', 'attributes.link_id'] },
  'logs.APP_LOG': {
    activity: [
      'actor',
      'action',
      'attributes.app_id',
      'attributes.app_name',
      'attributes.app_type',
      'attributes.conversation_id',
      'attributes.input_chars',
      'attributes.output_chars',
      'attributes.calls[].connector_id',
      'attributes.calls[].connector_name',
      'attributes.calls[].action_name',
      'attributes.calls[].is_error',
    ],
    content: ['attributes.input', 'attributes.output'],
  },
  'logs.CODEX_LOG': {
    activity: [...WHERE, ...under('details', CODEX_DETAILS)],
    content: under('details', SAID_TO_CODEX),
  },
  'logs.CODEX_TURN': {
    activity: [
      'actor',
      ...under('payload', [
        ...TOKEN_USAGE,
        'product_client_id',
        'model',
        'session_id',
        'thread_id',
        'cost_usd',
        'estimated_cost_usd',
        'credits',
      ]),
    ],
  },
  'logs.CODEX_SECURITY_LOG': {
    activity: [
      ...WHERE,
      ...under('details', [
        'scan_configuration_id',
        'finding_id',
        'pr_url',
        'scan_configuration_fields.scan_type',
        'scan_configuration_fields.owner_id',
        'scan_configuration_fields.repo_id',
        'scan_configuration_fields.repo_url',
        'scan_configuration_fields.environment_id',
        'scan_configuration_fields.state',
        'scan_configuration_fields.lookback_days',
        'updated_fields.state',
        'updated_fields.owner_id',
        'updated_fields.environment_id',
        'updated_fields.lookback_days',
        'updated_fields.status',
        'updated_fields.criticality',
        'updated_fields.resolution_reason_updated',
      ]),
    ],
    content: under('details', ['updated_fields.resolution_reason']),
  },
  'logs.CUSTOM_AGENTS_LOG': {
    activity: [...WHERE, ...under('details', AGENT_DETAILS)],
    content: under('details', SAID_TO_AGENTS),
  },
  'logs.CHATGPT_PLUGIN_SPREADSHEET': {
    activity: [...WHERE, ...under('details', [...SESSION, ...TOKEN_USAGE])],
    content: under('details', ['prompt_text', 'response_text']),
  },
  // Of a type that nobody has described nothing is known to be safe but the envelope.
  'logs.OTHER': { activity: ['actor'] },
  'logs.COSTS': {
    activity: [
      'actor',
      ...under('payload', [
        'day',
        'hour',
        'organization_id',
        'identity.user_id',
        'identity.groups[].id',
        'identity.groups[].name',
        'identity.agent.id',
        'product',
        'surface',
        'client',
        'model',
        'service_tier',
        'reasoning',
        ...COST_TOKENS.map((name) => `measures.usage.${name}`),
        'measures.billing[].sku',
        'measures.billing[].quantity.value',
        'measures.billing[].quantity.unit',
        'measures.billing[].cost.value',
        'measures.billing[].cost.unit',
        'measures.billing[].estimated_cost_usd',
      ]),
    ],
  },
}
