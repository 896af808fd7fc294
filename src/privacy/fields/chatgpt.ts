import type { CHATGPT_STREAM_NAMES } from '../../model/core/streams/chatgpt.ts'
import type { Listed } from './listed.ts'

const MEMBER_FIELDS = ['attributes.role', 'attributes.status', 'attributes.created_at', 'people.self']

const DEFINITION: Listed = {
  identity: ['people.owner'],
  configuration: [
    'attributes.name',
    'attributes.created_at',
    'attributes.latest_config.id',
    'attributes.latest_config.created_at',
    'attributes.sharing',
    'attributes.sharing.visibility',
    'attributes.sharing.permissions.can_read',
    'attributes.sharing.permissions.can_view_config',
    'attributes.sharing.permissions.can_write',
    'attributes.recipients_count',
    'sealed.builder_name',
  ],
}

const CONFIGURATION: Listed = {
  identity: ['people.author'],
  configuration: [
    'attributes.name',
    'attributes.categories',
    'attributes.created_at',
    'attributes.files[].id',
    'attributes.files[].created_at',
    'attributes.tools[].type',
    'attributes.tools[].created_at',
    'attributes.tools[].action_domain',
    'attributes.tools[].auth_type',
    // Derived from an action's schema before that is sealed: numbers, hosts, and words of our own.
    ...[
      'schema_format',
      'schema_problem',
      'methods',
      'operations',
      'servers',
      'writing_operations',
      'not_consequential_writes',
      'insecure_hosts',
      'wildcard_servers',
      'wildcard_paths',
      'free_form_parameters',
      'open_bodies',
      'auth_in_query',
      'hidden_text',
      'embedded_instructions',
      'privacy_policy',
    ].map((name) => `attributes.tools[].${name}`),
    'attributes.instruction_secrets',
    'attributes.instruction_hidden_text',
    'sealed.description',
    'sealed.instructions',
    'sealed.conversation_starters',
    'sealed.tools[].action_openapi_raw',
    'sealed.tools[].action_privacy_policy_url',
    ...['method', 'path', 'operation_id', 'hosts', 'consequential', 'auth', 'parameters'].map(
      (name) => `sealed.tools[].operations[].${name}`,
    ),
    'sealed.files[].id',
    'sealed.files[].name',
  ],
}

const CONNECTOR_SCOPES = [
  'attributes.connector_scopes[].id',
  'attributes.connector_scopes[].connector_type',
  'attributes.connector_scopes[].scope_type',
  'attributes.connector_scopes[].created_at',
  'attributes.connector_scopes[].last_sync_status',
  'sealed.connector_scopes[].id',
  'sealed.connector_scopes[].canonical_handle',
  'sealed.connector_scopes[].original_url',
  'sealed.connector_scopes[].display_name',
]

export const CHATGPT_FIELDS: Record<(typeof CHATGPT_STREAM_NAMES)[number], Listed> = {
  'chatgpt.users': { identity: MEMBER_FIELDS },
  'chatgpt.gpts': DEFINITION,
  'chatgpt.gpt_configs': CONFIGURATION,
  'chatgpt.gpt_shared_users': { identity: MEMBER_FIELDS },
  'chatgpt.projects': {
    ...DEFINITION,
    configuration: [...(DEFINITION.configuration ?? []), ...CONNECTOR_SCOPES],
  },
  'chatgpt.project_configs': CONFIGURATION,
  'chatgpt.project_shared_users': { identity: MEMBER_FIELDS },
  'chatgpt.memories': {
    identity: ['people.owner'],
    activity: ['attributes.contexts', 'attributes.entries', 'attributes.newest_at'],
  },
  'chatgpt.canvases': { identity: ['people.owner'] },
  'chatgpt.recordings': {
    identity: ['people.owner'],
    activity: ['start', 'end', 'conversation_id', 'canvas_id'].map((name) => `attributes.${name}`),
  },
  'chatgpt.automations': {
    identity: ['people.owner'],
    activity: ['attributes.schedule', 'attributes.is_enabled'],
  },
  'chatgpt.library_files': {
    identity: ['people.owner'],
    activity: [
      ...['file_id', 'created_at', 'mime_type', 'file_size_bytes', 'state', 'trashed_at', 'is_project'],
    ].map((name) => `attributes.${name}`),
  },
  'chatgpt.codex_environments': {
    identity: ['people.creator'],
    configuration: [
      'attributes.created_at',
      'attributes.is_pinned',
      'attributes.repos',
      'attributes.task_count',
      'attributes.share_settings',
      'attributes.env_var_names',
      'attributes.secret_names',
      'attributes.env_vars_oddly_named',
      'attributes.secrets_oddly_named',
      'sealed.label',
      'sealed.description',
      'sealed.workspace_dir',
    ],
  },
  'chatgpt.codex_tasks': {
    identity: ['people.creator'],
    activity: ['attributes.created_at', 'attributes.updated_at'],
  },
  'chatgpt.agents': {
    identity: ['people.owner'],
    configuration: ['name', 'status', 'created_at', 'updated_at'].map((name) => `attributes.${name}`),
  },
  'chatgpt.skills': {
    identity: ['people.creator'],
    configuration: [...['name', 'created_at', 'updated_at', 'original_product_surface', 'files']]
      .map((name) => `attributes.${name}`)
      .concat('sealed.description'),
  },
  'chatgpt.plugins': {
    identity: ['people.creator'],
    configuration: [
      ...[
        'name',
        'created_at',
        'scope',
        'marketplace_name',
        'discoverability',
        'status',
        'installation_policy',
        'authentication_policy',
        'release_id',
        'release_version',
      ],
    ]
      .map((name) => `attributes.${name}`)
      .concat('sealed.description'),
  },
}
