import type { Tenant } from './tenant.ts'

// What can be planted in a tenant that is otherwise clean, by name. A name is that of the rule which should speak, where
// there is one of that name; the line says what is there. What implies another fault says so: a test that plants the one
// sees the other too.

export const CONDITIONS = {
  'gpt.custom_actions': 'a GPT, invite-only, with one action: a read from api.vendor.example with OAuth',
  'gpt.code_interpreter': 'a GPT, invite-only, with the code interpreter and no files',
  'gpt.web_browsing': 'a GPT, invite-only, with web browsing, no files and no actions',
  'gpt.public_store': 'a GPT in the GPT store, without tools',
  'gpt.public_link': 'a GPT for anyone with its link, without tools',
  'gpt.broad_internal_link': 'a GPT for everybody in the workspace who has its link, without tools',
  'gpt.risky_combination':
    'a GPT, invite-only, with web browsing, a knowledge file and an action (so gpt.web_browsing and gpt.custom_actions too)',
  'gpt.audience_too_wide': 'a GPT for the whole workspace with an action (so gpt.custom_actions too)',
  'gpt.action_broad':
    'a GPT whose action has 25 operations, a wildcard path, a free query and two servers (so gpt.custom_actions too)',
  'gpt.action_insecure':
    'a GPT whose action writes over http, without authentication, privacy policy or confirmation (so gpt.custom_actions too)',
  'gpt.action_yaml':
    'a GPT whose action is described in YAML, OpenAPI 3.0 (so gpt.custom_actions too, as all below)',
  'gpt.action_swagger2': 'a GPT whose action is described in Swagger 2.0',
  'gpt.action_broken': 'a GPT whose action is described in a text that is neither JSON nor YAML',
  'key.admin_not_rotated': 'an admin key of 130 days that was used yesterday',
  'key.project_not_rotated': 'a project key of 130 days that was used yesterday',
  'key.admin_unused':
    'an admin key of 130 days that was last used 120 days ago (so key.admin_not_rotated too: what is idle for long is old)',
  'key.project_unused':
    'a project key of 130 days that was last used 120 days ago (so key.project_not_rotated too)',
  'key.owner_lost_access': 'a project key whose owner has lost access to the project',
  'nhi.no_expiry':
    'a project key that never expires (shown under the strict profile alone: published samples tell no expiry of project keys)',
  'nhi.woke_up': 'a project key of 80 days that was used for the first time two days ago',
  'nhi.orphaned':
    'a project key whose owner, a platform user, is disabled (two objects: the user and the key)',
  'nhi.admin': 'a service account with the role of owner in its project',
  'agent.orphaned':
    'a workspace agent whose owner is deactivated (two objects: the workspace member and the agent)',
  'invite.high_privilege': 'an invite of yesterday for an owner of the organization',
  'invite.stale': 'an invite that has been pending for 30 days and never expires',
  'user.inactive':
    'a platform reader and a ChatGPT standard user, here for long and silent everywhere (two people)',
  'user.unusual_activity':
    'a ChatGPT standard user who wrote everything that was written in the workspace three days ago',
  'user.dormant_admin': 'a third platform owner, here for long and silent everywhere (so user.inactive too)',
  'user.admin_external_domain': 'a third platform owner with an address outside of the own domains',
  'user.too_many_admins': 'five more platform owners, seven in all where nothing else adds one',
  'project.models_unrestricted': 'a platform project in which no model is denied',
  'project.mcp_enabled': 'a platform project in which MCP is on',
  'credential.owner_at_risk': "the owner of Casbah's own admin key is no owner of the organization any more",
  'credential.expiring': "Casbah's own admin key expires in five days",
  'credential.not_service_account':
    "Casbah's own admin key belongs to a person, who is an owner of the organization",
  'credential.more_than_read':
    "Casbah's own admin key may write, too, as the audit log tells (the key's listing shows no scopes)",
} as const

export type Condition = keyof typeof CONDITIONS

export const CONDITION_NAMES = Object.keys(CONDITIONS) as readonly Condition[]

/** `demo`: what is wrong with each thing follows from its number. Else these conditions and nothing; none is a clean tenant. */
export type Planted = 'demo' | readonly Condition[]

export class UnknownCondition extends Error {
  override readonly name = 'UnknownCondition'
}

/** What somebody asked for in words: `demo`, `clean`, or names of conditions between commas or spaces. */
export function readPlanted(given: string | readonly string[]): Planted {
  const names = [given].flat().flatMap((text) => text.split(/[\s,]+/).filter((name) => name !== ''))
  if (names.length === 1 && names[0] === 'demo') return 'demo'
  if (names.length === 1 && names[0] === 'clean') return []
  const unknown = names.find((name) => !isCondition(name))
  if (unknown !== undefined || (names.length === 0 && typeof given === 'string')) {
    const alone = unknown === 'demo' || unknown === 'clean' ? ' beside others' : ''
    throw new UnknownCondition(
      `must be demo, clean, or names of conditions, not "${unknown ?? given}"${alone}. Known: ${CONDITION_NAMES.join(', ')}.`,
    )
  }
  // In the order of the list, each once: the same conditions are the same tenant, however they were asked for.
  return CONDITION_NAMES.filter((name) => names.includes(name))
}

const isCondition = (name: string): name is Condition => Object.hasOwn(CONDITIONS, name)

/** The words that `readPlanted` would read back. */
export const describePlanted = (planted: Planted): string =>
  planted === 'demo' ? planted : planted.length === 0 ? 'clean' : planted.join(',')

export const isDemo = ({ planted }: Tenant): boolean => planted === 'demo'

export const isPlanted = ({ planted }: Tenant, condition: Condition): boolean =>
  planted !== 'demo' && planted.has(condition)
