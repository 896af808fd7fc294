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
  'dlp.conversation_file',
  'dlp.gpt_file',
  'dlp.project_file',
] as const
export type RuleId = (typeof RULE_IDS)[number]

/** Rules that speak only where a DLP profile is enabled. */
export type DlpRuleId = Extract<RuleId, `dlp.${string}`>
/** Rules that judge what is stored. */
export type JudgedRuleId = Exclude<RuleId, DlpRuleId>

export const isDlpRule = (id: RuleId): id is DlpRuleId => id.startsWith('dlp.')

export const JUDGED_RULE_IDS = RULE_IDS.filter((id): id is JudgedRuleId => !isDlpRule(id))

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

/** Rules whose verdict leans on log streams, judged again when an incremental ends. */
export const LOG_FED_RULE_IDS = [
  'user.inactive',
  'user.dormant_admin',
  'collection.capability_lost',
  'collection.gap',
] as const satisfies readonly RuleId[]
