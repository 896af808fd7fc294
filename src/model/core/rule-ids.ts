/** Every rule, in the catalogue's order. */
export const RULE_IDS = [
  'gpt.custom_actions',
  'gpt.code_interpreter',
  'gpt.web_browsing',
  'gpt.risky_combination',
  'gpt.action_insecure',
  'gpt.action_broad',
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
  'identity.left_but_active',
  'identity.not_in_directory',
  'nhi.orphaned',
  'nhi.admin',
  'nhi.no_expiry',
  'project.mcp_enabled',
  'project.models_unrestricted',
  'credential.owner_at_risk',
  'credential.expiring',
  'credential.not_service_account',
  'collection.capability_lost',
  'collection.gap',
  'control.audit_log_silent',
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
  'access.login_burst',
  'access.credential_created',
  'gpt.owner_changed',
  'share.conversation_public',
  'app.linked',
  'agent.published',
  'dlp.conversation_file',
  'dlp.gpt_file',
  'dlp.project_file',
] as const
export type RuleId = (typeof RULE_IDS)[number]

/** A rule that people wrote for an integration. */
export type CustomRuleId = `custom.${string}`
export type AnyRuleId = RuleId | CustomRuleId

export const isCustomRule = (id: AnyRuleId): id is CustomRuleId => id.startsWith('custom.')

/** Rules that speak only where a DLP profile is enabled. */
export type DlpRuleId = Extract<RuleId, `dlp.${string}`>
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
  'access.login_burst',
  'access.credential_created',
  'gpt.owner_changed',
  'share.conversation_public',
  'app.linked',
  'agent.published',
] as const satisfies readonly RuleId[]
export type EventRuleId = (typeof EVENT_RULE_IDS)[number]

/** Rules that judge what is there. */
export type StateRuleId = Exclude<RuleId, DlpRuleId | EventRuleId>

export const isDlpRule = (id: RuleId): id is DlpRuleId => id.startsWith('dlp.')

export const isEventRule = (id: AnyRuleId): id is EventRuleId =>
  (EVENT_RULE_IDS as readonly AnyRuleId[]).includes(id)

export const isStateRule = (id: RuleId): id is StateRuleId => !isDlpRule(id) && !isEventRule(id)

export const STATE_RULE_IDS = RULE_IDS.filter(isStateRule)

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
] as const satisfies readonly RuleId[]

/** Rules that hold accounts against the company's directory: what they find tells of it, and goes with it. */
export const DIRECTORY_RULE_IDS = [
  'identity.left_but_active',
  'identity.not_in_directory',
] as const satisfies readonly RuleId[]

/**
 * Rules whose verdict leans on what moves between two full runs, judged again when an incremental ends: log streams, and
 * the company's directory, which changes whenever somebody imports a file or an identity provider writes.
 */
export const LOG_FED_RULE_IDS = [
  'user.inactive',
  'user.dormant_admin',
  ...DIRECTORY_RULE_IDS,
  'collection.capability_lost',
  'collection.gap',
  'control.audit_log_silent',
  ...EVENT_RULE_IDS,
] as const satisfies readonly RuleId[]
