/** Rules that judge what is there. */
export const STATE_RULE_IDS = [
  'gpt.custom_actions',
  'gpt.code_interpreter',
  'gpt.web_browsing',
  'gpt.risky_combination',
  'gpt.action_insecure',
  'gpt.action_broad',
  'gpt.changed_after_approval',
  'gpt.public_store',
  'gpt.public_link',
  'gpt.audience_too_wide',
  'gpt.broad_internal_link',
  'key.admin_not_rotated',
  'key.project_not_rotated',
  'key.admin_unused',
  'key.project_unused',
  'key.owner_lost_access',
  'invite.high_privilege',
  'user.inactive',
  'invite.stale',
  'user.dormant_admin',
  'user.admin_external_domain',
  'user.too_many_admins',
  'user.unusual_activity',
  'identity.left_but_active',
  'identity.not_in_directory',
  'nhi.orphaned',
  'nhi.admin',
  'nhi.no_expiry',
  'nhi.woke_up',
  'project.mcp_enabled',
  'project.models_unrestricted',
  'credential.owner_at_risk',
  'credential.expiring',
  'credential.not_service_account',
  'credential.more_than_read',
  'collection.capability_lost',
  'collection.gap',
  'collection.backlog',
  'control.audit_log_silent',
] as const
export type StateRuleId = (typeof STATE_RULE_IDS)[number]

/** A rule that people wrote for an integration. */
export type CustomRuleId = `custom.${string}`
export type AnyRuleId = RuleId | CustomRuleId

export const isCustomRule = (id: AnyRuleId): id is CustomRuleId => id.startsWith('custom.')

/** Rules that judge what happened. */
export const EVENT_RULE_IDS = [
  'control.scim_disabled',
  'control.ip_allowlist_removed',
  'control.sso_changed',
  'control.domain_added',
  'control.action_domains_changed',
  'control.sharing_widened',
  'control.external_invites_allowed',
  'control.third_party_gpts_allowed',
  'control.feature_toggled',
  'control.compliance_allowlist_changed',
  'control.compliance_log_accessed',
  'control.conversations_mass_deleted',
  'identity.privilege_escalated',
  'org.data_retention_changed',
  'access.login_burst',
  'access.credential_created',
  'gpt.owner_changed',
  'share.conversation_public',
  'app.linked',
  'agent.published',
] as const
export type EventRuleId = (typeof EVENT_RULE_IDS)[number]

/** Rules that speak only where a DLP profile is enabled. */
const DLP_RULE_IDS = ['dlp.conversation_file', 'dlp.gpt_file', 'dlp.project_file'] as const
export type DlpRuleId = (typeof DLP_RULE_IDS)[number]

/** Every rule, in the catalogue's order. */
export const RULE_IDS = [...STATE_RULE_IDS, ...EVENT_RULE_IDS, ...DLP_RULE_IDS] as const
export type RuleId = (typeof RULE_IDS)[number]

export const isDlpRule = (id: RuleId): id is DlpRuleId => id.startsWith('dlp.')

export const isEventRule = (id: AnyRuleId): id is EventRuleId =>
  (EVENT_RULE_IDS as readonly AnyRuleId[]).includes(id)

export const isStateRule = (id: RuleId): id is StateRuleId => !isDlpRule(id) && !isEventRule(id)

/** Rules that hold what happens against what is usual; they wait until an integration has warmed up. */
export const BEHAVIOUR_RULE_IDS = [
  'nhi.woke_up',
  'user.unusual_activity',
] as const satisfies readonly RuleId[]

/** Rules that a key check judges. */
export const KEY_RULE_IDS = [
  'key.admin_not_rotated',
  'key.project_not_rotated',
  'key.admin_unused',
  'key.project_unused',
  'key.owner_lost_access',
  'nhi.no_expiry',
  'credential.owner_at_risk',
  'credential.expiring',
  'credential.not_service_account',
  'credential.more_than_read',
] as const satisfies readonly RuleId[]

/** Rules that hold accounts against the company's directory: what they find tells of it, and goes with it. */
export const DIRECTORY_RULE_IDS = [
  'identity.left_but_active',
  'identity.not_in_directory',
] as const satisfies readonly RuleId[]

/**
 * Rules whose verdict leans on what moves between two full runs, judged again when an incremental ends: log streams, what
 * people approve, and the company's directory, which changes whenever somebody imports a file or an identity provider
 * writes.
 */
export const LOG_FED_RULE_IDS = [
  'gpt.changed_after_approval',
  'user.inactive',
  'user.dormant_admin',
  ...DIRECTORY_RULE_IDS,
  'collection.capability_lost',
  'collection.gap',
  'collection.backlog',
  'control.audit_log_silent',
  ...EVENT_RULE_IDS,
] as const satisfies readonly RuleId[]
