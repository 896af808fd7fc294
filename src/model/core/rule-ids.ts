/** Rules built so far, in the catalogue's order. */
export const RULE_IDS = [
  'gpt.custom_actions',
  'gpt.code_interpreter',
  'gpt.web_browsing',
  'gpt.public_store',
  'gpt.public_link',
  'key.admin_not_rotated',
  'key.project_not_rotated',
  'key.admin_unused',
  'key.project_unused',
  'invite.high_privilege',
  'user.inactive',
  'invite.stale',
] as const
export type RuleId = (typeof RULE_IDS)[number]

/** Rules that a key check judges. */
export const KEY_RULE_IDS = [
  'key.admin_not_rotated',
  'key.project_not_rotated',
  'key.admin_unused',
  'key.project_unused',
] as const satisfies readonly RuleId[]

/** Rules whose verdict leans on log streams, judged again when an incremental ends. */
export const LOG_FED_RULE_IDS = ['user.inactive'] as const satisfies readonly RuleId[]
