/**
 * The workspace's audit log has over a hundred actions, each with data of its own. Listed by the name of
 * the field, because names mean the same across actions. Addresses of people are not kept here: people
 * have one place, and these fields are not tied to it. Unknown names are dropped.
 */
const under = (names: readonly string[]): readonly string[] =>
  names.map((name) => `attributes.action_data.${name}`)

export const AUDIT_ACTION_DATA = {
  /** Who got which power over what, and what was connected, switched, shared or removed. */
  identity: under([
    'id',
    'user_id',
    'target_user_id',
    'allowed_user_id',
    'disallowed_user_id',
    'added_user_id',
    'removed_user_id',
    'added_user_ids',
    'removed_user_ids',
    'deleted_user_id',
    'logged_out_user_id',
    'owner_user_id',
    'owner_id',
    'auth_user_id',
    'new_role',
    'role',
    'previous_role',
    'group_id',
    'principal_type',
    'principal_id',
    'credential_id',
    'credential_type',
    'expires_at',
    'revoked_at',
    'scopes',
    'state_changed',
    'session_id',
    'workspace_id',
    'total_requested',
  ]),
  configuration: under([
    'app_id',
    'app_name',
    'knowledge_app_type',
    'plugin_id',
    'context_plugin_id',
    'source_surface',
    'affected_connector_ids',
    'changed_fields',
    'installation_policy',
    'installation_policy_before',
    'allow_all_in_workspace',
    'domains',
    'hostname',
    'domain_id',
    'shared_to',
    'value',
    'enabled',
    'feature',
    'third_party_gizmo_id',
    'allowed_ips',
    'overage_limit_credits',
    'access_mode',
    'access_mode_before',
    'allowed_workspace_group_ids',
    'allowed_tenant_group_ids',
    'revision',
    'client_id',
    'triggering_action',
    'skill_id',
    'workspace_access_state',
    'gpt_id',
    'project_id',
    'agent_id',
    'scope_id',
    'environment_id',
    'codex_environment_id',
    'log_file_id',
    'event_type',
    'file_format',
    'limit',
    'after',
    'before',
    'cursor',
    'order',
    'since_timestamp',
  ]),
  activity: under([
    'conversation_id',
    'shared_conversation_id',
    'already_exists',
    'message_id',
    'rating',
    'file_id',
    'mime_type',
    'room_id',
    'task_id',
    'recording_id',
    'include_summary',
    'textdoc_id',
    'automation_id',
    'memory_id',
    'memory_context_id',
    'remote_thread_id',
  ]),
  content: under(['file_name', 'skill_name', 'system_instruction', 'markdown']),
} as const

/** Names under `action_data` that mode `none` does not keep, whatever was done. */
export const ACTIVITY_DATA: readonly string[] = AUDIT_ACTION_DATA.activity.map(
  (path) => path.split('.').at(-1) ?? path,
)

/** Actions on conversations and on what grew out of them; mode `none` keeps not even that they happened. */
const CONVERSATION_ACTION =
  /CONVERSATION|MESSAGE|GROUP_CHAT|MEMOR(Y|IES)|CANVAS|RECORDING|TRANSCRIPT|AUTOMATION|CODEX_TASK|REMOTE_CONTROL|(^|_)CHAT(_|S|$)/

/** Reads and removals of files that people brought into conversations; a GPT's files are its definition. */
const CONVERSATION_FILES = ['FILE_DOWNLOAD', 'GET_USER_FILE', 'DELETE_USER_FILE']

export function isConversationAction(action: string | null): boolean {
  if (action === null) return true
  return CONVERSATION_ACTION.test(action.toUpperCase()) || CONVERSATION_FILES.includes(action.toUpperCase())
}
