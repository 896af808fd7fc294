import type { EventRuleId } from '../model/core/rule-ids.ts'
import { accessCredentialCreated } from './access-credential-created.ts'
import { accessLoginBurst } from './access-login-burst.ts'
import { agentPublished } from './agent-published.ts'
import { appLinked } from './app-linked.ts'
import { controlActionDomainsChanged } from './control-action-domains-changed.ts'
import { controlComplianceAllowlistChanged } from './control-compliance-allowlist-changed.ts'
import { controlComplianceLogAccessed } from './control-compliance-log-accessed.ts'
import { controlConversationsMassDeleted } from './control-conversations-mass-deleted.ts'
import { controlDomainAdded } from './control-domain-added.ts'
import { controlExternalInvitesAllowed } from './control-external-invites-allowed.ts'
import { controlFeatureToggled } from './control-feature-toggled.ts'
import { controlIpAllowlistRemoved } from './control-ip-allowlist-removed.ts'
import { controlScimDisabled } from './control-scim-disabled.ts'
import { controlSharingWidened } from './control-sharing-widened.ts'
import { controlSsoChanged } from './control-sso-changed.ts'
import { controlThirdPartyGptsAllowed } from './control-third-party-gpts-allowed.ts'
import type { EventRule } from './event-rule.ts'
import { gptOwnerChanged } from './gpt-owner-changed.ts'
import { identityPrivilegeEscalated } from './identity-privilege-escalated.ts'
import { orgDataRetentionChanged } from './org-data-retention-changed.ts'
import { shareConversationPublic } from './share-conversation-public.ts'

export const EVENT_RULES: Readonly<Record<EventRuleId, EventRule>> = {
  'control.scim_disabled': controlScimDisabled,
  'control.ip_allowlist_removed': controlIpAllowlistRemoved,
  'control.sso_changed': controlSsoChanged,
  'control.domain_added': controlDomainAdded,
  'control.action_domains_changed': controlActionDomainsChanged,
  'control.sharing_widened': controlSharingWidened,
  'control.external_invites_allowed': controlExternalInvitesAllowed,
  'control.third_party_gpts_allowed': controlThirdPartyGptsAllowed,
  'control.feature_toggled': controlFeatureToggled,
  'control.compliance_allowlist_changed': controlComplianceAllowlistChanged,
  'control.compliance_log_accessed': controlComplianceLogAccessed,
  'control.conversations_mass_deleted': controlConversationsMassDeleted,
  'identity.privilege_escalated': identityPrivilegeEscalated,
  'org.data_retention_changed': orgDataRetentionChanged,
  'access.login_burst': accessLoginBurst,
  'access.credential_created': accessCredentialCreated,
  'gpt.owner_changed': gptOwnerChanged,
  'share.conversation_public': shareConversationPublic,
  'app.linked': appLinked,
  'agent.published': agentPublished,
}
