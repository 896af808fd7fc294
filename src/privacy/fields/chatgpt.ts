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
    'attributes.tools[].methods',
    'attributes.tools[].operations',
    'attributes.tools[].servers',
    'sealed.description',
    'sealed.instructions',
    'sealed.conversation_starters',
    'sealed.tools[].action_openapi_raw',
    'sealed.tools[].action_privacy_policy_url',
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
}
