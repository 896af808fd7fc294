import type { StateRuleId } from '../model/core/rule-ids.ts'
import { collectionBacklog } from './collection-backlog.ts'
import { collectionCapabilityLost } from './collection-capability-lost.ts'
import { collectionGap } from './collection-gap.ts'
import { controlAuditLogSilent } from './control-audit-log-silent.ts'
import { credentialExpiring } from './credential-expiring.ts'
import { credentialMoreThanRead } from './credential-more-than-read.ts'
import { credentialNotServiceAccount } from './credential-not-service-account.ts'
import { credentialOwnerAtRisk } from './credential-owner-at-risk.ts'
import { gptActionBroad } from './gpt-action-broad.ts'
import { gptActionInsecure } from './gpt-action-insecure.ts'
import { gptAudienceTooWide } from './gpt-audience-too-wide.ts'
import { gptBroadInternalLink } from './gpt-broad-internal-link.ts'
import { gptChangedAfterApproval } from './gpt-changed-after-approval.ts'
import { gptCodeInterpreter } from './gpt-code-interpreter.ts'
import { gptCustomActions } from './gpt-custom-actions.ts'
import { gptPublicLink } from './gpt-public-link.ts'
import { gptPublicStore } from './gpt-public-store.ts'
import { gptRiskyCombination } from './gpt-risky-combination.ts'
import { gptWebBrowsing } from './gpt-web-browsing.ts'
import { identityLeftButActive } from './identity-left-but-active.ts'
import { identityNotInDirectory } from './identity-not-in-directory.ts'
import { inviteHighPrivilege } from './invite-high-privilege.ts'
import { inviteStale } from './invite-stale.ts'
import { keyAdminNotRotated } from './key-admin-not-rotated.ts'
import { keyAdminUnused } from './key-admin-unused.ts'
import { keyOwnerLostAccess } from './key-owner-lost-access.ts'
import { keyProjectNotRotated } from './key-project-not-rotated.ts'
import { keyProjectUnused } from './key-project-unused.ts'
import { nhiAdmin } from './nhi-admin.ts'
import { nhiNoExpiry } from './nhi-no-expiry.ts'
import { nhiOrphaned } from './nhi-orphaned.ts'
import { nhiWokeUp } from './nhi-woke-up.ts'
import { projectMcpEnabled } from './project-mcp-enabled.ts'
import { projectModelsUnrestricted } from './project-models-unrestricted.ts'
import type { Rule } from './rule.ts'
import { userAdminExternalDomain } from './user-admin-external-domain.ts'
import { userDormantAdmin } from './user-dormant-admin.ts'
import { userInactive } from './user-inactive.ts'
import { userTooManyAdmins } from './user-too-many-admins.ts'
import { userUnusualActivity } from './user-unusual-activity.ts'

export const RULES: Readonly<Record<StateRuleId, Rule>> = {
  'gpt.custom_actions': gptCustomActions,
  'gpt.code_interpreter': gptCodeInterpreter,
  'gpt.web_browsing': gptWebBrowsing,
  'gpt.risky_combination': gptRiskyCombination,
  'gpt.action_insecure': gptActionInsecure,
  'gpt.action_broad': gptActionBroad,
  'gpt.changed_after_approval': gptChangedAfterApproval,
  'gpt.public_store': gptPublicStore,
  'gpt.public_link': gptPublicLink,
  'gpt.audience_too_wide': gptAudienceTooWide,
  'gpt.broad_internal_link': gptBroadInternalLink,
  'key.admin_not_rotated': keyAdminNotRotated,
  'key.project_not_rotated': keyProjectNotRotated,
  'key.admin_unused': keyAdminUnused,
  'key.project_unused': keyProjectUnused,
  'key.owner_lost_access': keyOwnerLostAccess,
  'invite.high_privilege': inviteHighPrivilege,
  'user.inactive': userInactive,
  'invite.stale': inviteStale,
  'user.dormant_admin': userDormantAdmin,
  'user.admin_external_domain': userAdminExternalDomain,
  'user.too_many_admins': userTooManyAdmins,
  'user.unusual_activity': userUnusualActivity,
  'identity.left_but_active': identityLeftButActive,
  'identity.not_in_directory': identityNotInDirectory,
  'nhi.orphaned': nhiOrphaned,
  'nhi.admin': nhiAdmin,
  'nhi.no_expiry': nhiNoExpiry,
  'nhi.woke_up': nhiWokeUp,
  'project.mcp_enabled': projectMcpEnabled,
  'project.models_unrestricted': projectModelsUnrestricted,
  'credential.owner_at_risk': credentialOwnerAtRisk,
  'credential.expiring': credentialExpiring,
  'credential.not_service_account': credentialNotServiceAccount,
  'credential.more_than_read': credentialMoreThanRead,
  'collection.capability_lost': collectionCapabilityLost,
  'collection.gap': collectionGap,
  'collection.backlog': collectionBacklog,
  'control.audit_log_silent': controlAuditLogSilent,
}
