import type { RuleId } from '../model/core/rule-ids.ts'
import { gptCodeInterpreter } from './gpt-code-interpreter.ts'
import { gptCustomActions } from './gpt-custom-actions.ts'
import { gptPublicLink } from './gpt-public-link.ts'
import { gptPublicStore } from './gpt-public-store.ts'
import { gptWebBrowsing } from './gpt-web-browsing.ts'
import { inviteHighPrivilege } from './invite-high-privilege.ts'
import { inviteStale } from './invite-stale.ts'
import { keyAdminNotRotated } from './key-admin-not-rotated.ts'
import { keyAdminUnused } from './key-admin-unused.ts'
import { keyProjectNotRotated } from './key-project-not-rotated.ts'
import { keyProjectUnused } from './key-project-unused.ts'
import type { Rule } from './rule.ts'
import { userInactive } from './user-inactive.ts'

export const RULES: Readonly<Record<RuleId, Rule>> = {
  'gpt.custom_actions': gptCustomActions,
  'gpt.code_interpreter': gptCodeInterpreter,
  'gpt.web_browsing': gptWebBrowsing,
  'gpt.public_store': gptPublicStore,
  'gpt.public_link': gptPublicLink,
  'key.admin_not_rotated': keyAdminNotRotated,
  'key.project_not_rotated': keyProjectNotRotated,
  'key.admin_unused': keyAdminUnused,
  'key.project_unused': keyProjectUnused,
  'invite.high_privilege': inviteHighPrivilege,
  'user.inactive': userInactive,
  'invite.stale': inviteStale,
}
