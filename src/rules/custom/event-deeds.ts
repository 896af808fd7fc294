import type { StreamName } from '../../model/core/streams.ts'

/**
 * What custom rules may listen to: streams of what happened, and what upstream says was done in each. A name that nobody
 * has described is refused, since a rule that listens to a slip of the pen would find nothing and say that all is well.
 *
 * Sources: the audit actions of the Compliance Logs Platform (description 2.5.3), the event types of the Administration
 * API's audit log, and what is known of the other logs. Daily figures are no deeds, and of types that nobody has described
 * no name is known; neither is offered.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/)

export const KNOWN_DEEDS = {
  'platform.audit_logs': words(`
    api_key.created api_key.updated api_key.deleted certificate.created certificate.updated certificate.deleted
    certificates.activated certificates.deactivated checkpoint.permission.created checkpoint.permission.deleted
    external_key.registered external_key.removed group.created group.updated group.deleted invite.sent
    invite.accepted invite.deleted ip_allowlist.created ip_allowlist.updated ip_allowlist.deleted
    ip_allowlist.config.activated ip_allowlist.config.deactivated login.succeeded login.failed logout.succeeded
    logout.failed organization.updated project.created project.updated project.archived project.deleted
    rate_limit.updated rate_limit.deleted resource.deleted tunnel.created tunnel.updated tunnel.deleted
    workload_identity_provider.created workload_identity_provider.updated workload_identity_provider.deleted
    workload_identity_provider_mapping.created workload_identity_provider_mapping.updated
    workload_identity_provider_mapping.deleted role.created role.updated role.deleted role.assignment.created
    role.assignment.deleted role.bound_to_resource role.unbound_from_resource scim.enabled scim.disabled
    service_account.created service_account.updated service_account.deleted user.added user.updated user.deleted
    tenant.metadata.updated tenant.microsoft_entra_mapping.upserted tenant.microsoft_entra_mapping.deleted
    tenant.workload_identity.provider.created tenant.workload_identity.provider.updated
    tenant.workload_identity.provider.archived tenant.workload_identity.mapping.created
    tenant.workload_identity.mapping.updated tenant.workload_identity.mapping.archived
    tenant.workload_identity.binding.created tenant.workload_identity.principal.provisioned
    tenant.workload_identity.access_token.issued tenant.admin_api_key.created tenant.admin_api_key.updated
    tenant.admin_api_key.deleted tenant.project_api_key.created tenant.chatgpt_access_token.revoked
    tenant.migration.completed tenant.sso.migrated tenant.domains.migrated tenant.sso_connection.created
    tenant.sso_connection.updated tenant.sso_connection.deleted tenant.sso_connection.setup.started
    tenant.policy.created tenant.policy.updated tenant.policy.deleted tenant.policy.attached tenant.policy.detached
    tenant.principal_authentication_policy.resolved tenant.scim.setup.started tenant.scim.deletion.requested
    tenant.scim.directory.created tenant.product_access_policy.updated tenant.resource_share_grant.created
    tenant.resource_share_grant.updated tenant.resource_share_grant.accepted tenant.resource_share_grant.declined
    tenant.resource_share_grant.revoked tenant.resource_share_grant.deleted tenant.service_account.updated
    tenant.service_account.deleted tenant.service_account.token.revoked tenant.billing.overage_limit.updated
    tenant.billing.alerts.updated tenant.billing.info.updated tenant.usage_limit.workspace.updated
    tenant.usage_limit.group.updated tenant.usage_limit.user.updated tenant.usage_limit.increase_request.updated
    tenant.usage_limit.increase_request.resolved tenant.group.created tenant.group.updated tenant.group.deleted
    tenant.group.member.added tenant.group.member.removed tenant.migration_rollout.status.updated
    tenant.migration_rollout.tier.updated tenant.role.metadata.updated tenant.custom_role.created
    tenant.custom_role.updated tenant.custom_role.deleted tenant.role_assignment.created
    tenant.role_assignment.deleted tenant.resource_role_assignment.created tenant.resource_role_assignment.deleted
    tenant.resource_access.updated tenant.resource_access.deleted tenant.ads_account.onboarding.redemption
    tenant.session_policy.created tenant.session_policy.updated tenant.session_policy.deleted
    tenant.session_revocation.started tenant.third_party_app_policy.updated tenant.user.added tenant.user.updated
    tenant.user.removed tenant.user.looked_up tenant.user.invited tenant.membership.revoked
    tenant.api_organization_invite.upserted tenant.api_organization_invite.deleted
    tenant.chatgpt_workspace_invite.upserted tenant.membership.accepted tenant.membership.declined
    tenant.workspace_invite_email_settings.updated`),
  'logs.AUDIT_LOG': words(`
    ADD_WORKSPACE_DIRECTORY_GROUP_USER APP_ACTIVATE APP_ALLOW_USER APP_CREATE APP_DELETE APP_DISALLOW_USER
    APP_PUBLISH APP_UPDATE_ACCESS_POLICY APP_UPDATE_NAME CONVERSATION_DELETE CONVERSATION_MESSAGE_RATING
    CONVERSATION_MESSAGE_RATING_DELETE CONVERSATION_SHARE CONVERSATION_VIEW_OF_SHARED CUSTOM_GPT_ALLOW_THIRD_PARTY
    CUSTOM_GPT_APPROVE_THIRD_PARTY_FOR_WORKSPACE CUSTOM_GPT_CHANGE_OWNER CUSTOM_GPT_CHANGE_VISIBILITY
    CUSTOM_GPT_DELETE CUSTOM_GPT_REMOVE_THIRD_PARTY_FOR_WORKSPACE CUSTOM_GPT_SET_ALLOWED_ACTION_DOMAINS
    CUSTOM_GPT_UPDATE_SHARING DELETE_AUTOMATION DELETE_CANVAS_TEXT_DOC DELETE_CODEX_ENVIRONMENT DELETE_CODEX_TASK
    DELETE_CONVERSATION DELETE_CUSTOM_AGENT DELETE_GPT DELETE_GPT_FILE DELETE_MEMORY DELETE_PROJECT
    DELETE_PROJECT_CONNECTOR_SCOPE DELETE_PROJECT_FILE DELETE_PROJECT_GROUP_CHAT DELETE_RECORDING
    DELETE_REMOTE_CONTROL_CLIENT DELETE_REMOTE_CONTROL_ENVIRONMENT DELETE_REMOTE_CONTROL_THREAD DELETE_USER_FILE
    DELETE_WORKSPACE_DIRECTORY_GROUP_USER DELETE_WORKSPACE_SKILL DOMAIN_CHECK DOMAIN_CREATE DOMAIN_DELETE
    DOWNLOAD_ORGANIZATION_LOG_FILE DOWNLOAD_RECORDING_TRANSCRIPT DOWNLOAD_WORKSPACE_LOG_FILE EXPORT_WORKSPACE_SKILL
    FILE_DOWNLOAD GET_CANVAS_CONTENT GET_CODEX_TASK GET_CODE_ENVIRONMENT GET_GPT_FILE GET_GPT_INFO GET_PLUGIN
    GET_PROJECT_FILE GET_PROJECT_INFO GET_REMOTE_CONTROL_CLIENT GET_REMOTE_CONTROL_ENVIRONMENT
    GET_REMOTE_CONTROL_THREAD GET_USER_FILE GET_USER_MEMORIES GET_WORKSPACE_AGENT GET_WORKSPACE_DIRECTORY_GROUP
    GROUP_ADD_USERS GROUP_CREATE GROUP_DELETE GROUP_EDIT GROUP_REMOVE_USER INVITE_ACCEPT INVITE_ACCEPT_ALL
    INVITE_DELETE INVITE_SET_ALLOW_EXTERNAL_DOMAINS INVITE_SET_AUTO_ACCEPT_JOIN_REQUESTS INVITE_USERS
    INVITE_USER_REQUEST ISOLATE_GPT ISOLATE_PROJECT LIST_CODEX_TASKS LIST_CODE_ENVIRONMENTS LIST_MEMORIES
    LIST_ORGANIZATION_LOG_FILES LIST_PLUGINS LIST_PROJECT_GROUP_CHATS LIST_PROJECT_GROUP_CHAT_MESSAGES
    LIST_REMOTE_CONTROL_CLIENTS LIST_REMOTE_CONTROL_ENVIRONMENTS LIST_REMOTE_CONTROL_THREADS LIST_USER_AUTOMATIONS
    LIST_USER_CANVASES LIST_USER_RECORDINGS LIST_WORKSPACE_AGENTS LIST_WORKSPACE_DIRECTORY_GROUPS
    LIST_WORKSPACE_DIRECTORY_GROUP_USERS LIST_WORKSPACE_DIRECTORY_USER_GROUPS LIST_WORKSPACE_GPTS
    LIST_WORKSPACE_GPT_CONFIGS LIST_WORKSPACE_GPT_USERS LIST_WORKSPACE_LOG_FILES LIST_WORKSPACE_PROJECTS
    LIST_WORKSPACE_PROJECT_CONFIGS LIST_WORKSPACE_PROJECT_USERS LIST_WORKSPACE_SKILLS LIST_WORKSPACE_USERS
    PERSONAL_ACCESS_TOKEN_CREATE PERSONAL_ACCESS_TOKEN_REVOKE PLUGIN_UPDATE_INSTALLATION_POLICY
    PROJECT_UPDATE_SHARING SAML_CREATE_CONNECTION SCIM_SET_EMAIL_INVITES_ENABLED SESSION_LOGOUT_ALL SESSION_REVOKE
    SITE_UPDATE_ACCESS_POLICY SKILL_CREATE SKILL_DELETE SKILL_SHARE SKILL_UNSHARE SKILL_UPDATE
    SKILL_WORKSPACE_ACCESS SUBSCRIPTION_SET_OVERAGE_LIMIT SUBSCRIPTION_SET_USAGE_ALERTS UNPUBLISH_CUSTOM_AGENT
    USER_DELETE USER_LOGGED_OUT_BY_ADMIN USER_ROLE_UPDATED WORKSPACE_POLICY_ACKNOWLEDGEMENT
    WORKSPACE_SET_AUTO_PROVISION WORKSPACE_SET_COMPLIANCE_API_IP_ALLOWLIST WORKSPACE_SET_FEDRAMP_BANNER
    WORKSPACE_SET_IP_ALLOWLIST WORKSPACE_SET_IS_DISCOVERABLE WORKSPACE_SET_POLICY WORKSPACE_SET_SHARING_PERMISSION
    WORKSPACE_SET_SYSTEM_INSTRUCTION WORKSPACE_TOGGLE_FEATURE`),
  'logs.AUTH_LOG': words(`
    signup_success login_success login_failed native_login_success logout_success token_issued token_revoked
    password_reset_initiated password_reset_success password_reset_error password_reset_admin
    password_login_invalid_password password_login_sentinel_challenge password_login_sentinel_blocked`),
  'logs.APP_AUTH_LOG': words('link unlink'),
  'logs.APP_LOG': words('request response'),
  'logs.CODEX_LOG': words(`
    ENVIRONMENT_CREATED ENVIRONMENT_UPDATED ENVIRONMENT_DELETED WORKSPACE_UPDATED PROMPT_SENT
    PROMPT_RESPONSE_RECEIVED TOOL_CALL_SUGGESTED TOOL_CALL_COMPLETED TOOL_CALL_FAILED TOOL_DECISION
    ACCESS_TOKEN_CREATED ACCESS_TOKEN_REVOKED APP_MCP_CALL APP_MCP_RESULT APP_MCP_ELICITATION PLUGIN_CREATED
    PLUGIN_DELETED PLUGIN_INSTALLED PLUGIN_UNINSTALLED SITE_PROJECT_CREATED SITE_PROJECT_DELETED
    SITE_VERSION_CREATED SITE_DEPLOYMENT_STARTED SITE_DEPLOYMENT_COMPLETED`),
  'logs.CODEX_TURN': words('CODEX_TURN'),
  'logs.CODEX_SECURITY_LOG': words(`
    SCAN_CONFIGURATION_CREATED SCAN_CONFIGURATION_UPDATED SCAN_FINDING_UPDATED PROPOSED_PATCH_PR_CREATED`),
  'logs.CUSTOM_AGENTS_LOG': words(`
    AGENT_CREATED AGENT_UPDATED AGENT_PUBLISHED AGENT_DELETED AGENT_RUN_CREATED AGENT_RUN_MESSAGE
    AGENT_RUN_COMPLETED AGENT_RUN_FAILED CONNECTOR_CALL_REQUESTED CONNECTOR_CALL_COMPLETED CONNECTOR_OAUTH_RESOLVED
    MEMORY_READ MEMORY_WRITE MEMORY_DELETE SKILL_USED TRIGGER_CREATED TRIGGER_UPDATED TRIGGER_DELETED`),
  'logs.CHATGPT_PLUGIN_SPREADSHEET': words('PROMPT_SENT PROMPT_RESPONSE_RECEIVED'),
} as const satisfies { readonly [Name in StreamName]?: readonly string[] }

export type ListenedStream = keyof typeof KNOWN_DEEDS
export const LISTENED_STREAMS = Object.keys(KNOWN_DEEDS) as readonly ListenedStream[] as readonly [
  ListenedStream,
  ...ListenedStream[],
]

/** Which deeds of which streams a rule listens to. */
export type Listening = { readonly [Name in ListenedStream]?: readonly string[] }

export const isKnownDeed = (stream: ListenedStream, deed: string): boolean =>
  KNOWN_DEEDS[stream].includes(deed)

export const streamsOf = (events: Listening): readonly ListenedStream[] =>
  LISTENED_STREAMS.filter((stream) => events[stream] !== undefined)
