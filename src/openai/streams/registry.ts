import type { StreamName } from '../../model/core/streams.ts'
import { chatgptAgents, chatgptPlugins, chatgptSkills } from './chatgpt-agents.ts'
import { chatgptCodexEnvironments, chatgptCodexTasks } from './chatgpt-codex.ts'
import { chatgptGptConfigs } from './chatgpt-gpt-configs.ts'
import { chatgptGptSharedUsers } from './chatgpt-gpt-shared-users.ts'
import { chatgptGpts } from './chatgpt-gpts.ts'
import {
  chatgptAutomations,
  chatgptCanvases,
  chatgptLibraryFiles,
  chatgptMemories,
  chatgptRecordings,
} from './chatgpt-personal.ts'
import { chatgptProjectConfigs } from './chatgpt-project-configs.ts'
import { chatgptProjectSharedUsers } from './chatgpt-project-shared-users.ts'
import { chatgptProjects } from './chatgpt-projects.ts'
import { chatgptUsers } from './chatgpt-users.ts'
import { logsAudit } from './logs-audit.ts'
import { logsAuth } from './logs-auth.ts'
import { logsConversationMessage } from './logs-conversation-message.ts'
import { logsOther } from './logs-other.ts'
import {
  logsApp,
  logsAppAuth,
  logsCodex,
  logsCodexSecurity,
  logsCodexTurn,
  logsCosts,
  logsCustomAgents,
  logsSpreadsheet,
} from './logs-work.ts'
import { platformAdminKeys } from './platform-admin-keys.ts'
import { platformAuditLogs } from './platform-audit-logs.ts'
import { platformGroups, platformGroupUsers, platformProjectGroups } from './platform-groups.ts'
import { platformInvites } from './platform-invites.ts'
import { platformCertificates, platformProjectCertificates, platformRateLimits } from './platform-limits.ts'
import { platformProjectKeys } from './platform-project-keys.ts'
import { platformProjectUsers } from './platform-project-users.ts'
import { platformProjects } from './platform-projects.ts'
import {
  platformGroupRoles,
  platformProjectGroupRoles,
  platformProjectRoles,
  platformProjectUserRoles,
  platformRoles,
  platformUserRoles,
} from './platform-roles.ts'
import { platformServiceAccounts } from './platform-service-accounts.ts'
import { platformOrganizationSettings, platformProjectSettings } from './platform-settings.ts'
import { platformCosts, platformUsage } from './platform-usage.ts'
import { platformUsers } from './platform-users.ts'
import type { StreamReader } from './stream-reader.ts'

/** Every stream's reader; a new stream is a reader and a line here. */
export const STREAM_READERS: Record<StreamName, StreamReader> = {
  'platform.users': platformUsers,
  'platform.invites': platformInvites,
  'platform.projects': platformProjects,
  'platform.project_users': platformProjectUsers,
  'platform.service_accounts': platformServiceAccounts,
  'platform.project_keys': platformProjectKeys,
  'platform.admin_keys': platformAdminKeys,
  'platform.groups': platformGroups,
  'platform.group_users': platformGroupUsers,
  'platform.roles': platformRoles,
  'platform.user_roles': platformUserRoles,
  'platform.group_roles': platformGroupRoles,
  'platform.project_groups': platformProjectGroups,
  'platform.project_roles': platformProjectRoles,
  'platform.project_user_roles': platformProjectUserRoles,
  'platform.project_group_roles': platformProjectGroupRoles,
  'platform.rate_limits': platformRateLimits,
  'platform.certificates': platformCertificates,
  'platform.project_certificates': platformProjectCertificates,
  'platform.organization_settings': platformOrganizationSettings,
  'platform.project_settings': platformProjectSettings,
  'platform.audit_logs': platformAuditLogs,
  'platform.usage': platformUsage,
  'platform.costs': platformCosts,
  'chatgpt.users': chatgptUsers,
  'chatgpt.gpts': chatgptGpts,
  'chatgpt.gpt_configs': chatgptGptConfigs,
  'chatgpt.gpt_shared_users': chatgptGptSharedUsers,
  'chatgpt.projects': chatgptProjects,
  'chatgpt.project_configs': chatgptProjectConfigs,
  'chatgpt.project_shared_users': chatgptProjectSharedUsers,
  'chatgpt.memories': chatgptMemories,
  'chatgpt.canvases': chatgptCanvases,
  'chatgpt.recordings': chatgptRecordings,
  'chatgpt.automations': chatgptAutomations,
  'chatgpt.library_files': chatgptLibraryFiles,
  'chatgpt.codex_environments': chatgptCodexEnvironments,
  'chatgpt.codex_tasks': chatgptCodexTasks,
  'chatgpt.agents': chatgptAgents,
  'chatgpt.skills': chatgptSkills,
  'chatgpt.plugins': chatgptPlugins,
  'logs.AUTH_LOG': logsAuth,
  'logs.AUDIT_LOG': logsAudit,
  'logs.CONVERSATION_MESSAGE': logsConversationMessage,
  'logs.APP_AUTH_LOG': logsAppAuth,
  'logs.APP_LOG': logsApp,
  'logs.CODEX_LOG': logsCodex,
  'logs.CODEX_TURN': logsCodexTurn,
  'logs.CODEX_SECURITY_LOG': logsCodexSecurity,
  'logs.CUSTOM_AGENTS_LOG': logsCustomAgents,
  'logs.CHATGPT_PLUGIN_SPREADSHEET': logsSpreadsheet,
  'logs.COSTS': logsCosts,
  'logs.OTHER': logsOther,
}
