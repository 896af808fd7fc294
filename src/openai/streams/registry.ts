import type { StreamName } from '../../model/core/streams.ts'
import { chatgptGptConfigs } from './chatgpt-gpt-configs.ts'
import { chatgptGptSharedUsers } from './chatgpt-gpt-shared-users.ts'
import { chatgptGpts } from './chatgpt-gpts.ts'
import { chatgptProjectConfigs } from './chatgpt-project-configs.ts'
import { chatgptProjectSharedUsers } from './chatgpt-project-shared-users.ts'
import { chatgptProjects } from './chatgpt-projects.ts'
import { chatgptUsers } from './chatgpt-users.ts'
import { logsAudit } from './logs-audit.ts'
import { logsAuth } from './logs-auth.ts'
import { logsConversationMessage } from './logs-conversation-message.ts'
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
import { platformInvites } from './platform-invites.ts'
import { platformProjectKeys } from './platform-project-keys.ts'
import { platformProjectUsers } from './platform-project-users.ts'
import { platformProjects } from './platform-projects.ts'
import { platformServiceAccounts } from './platform-service-accounts.ts'
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
  'platform.audit_logs': platformAuditLogs,
  'chatgpt.users': chatgptUsers,
  'chatgpt.gpts': chatgptGpts,
  'chatgpt.gpt_configs': chatgptGptConfigs,
  'chatgpt.gpt_shared_users': chatgptGptSharedUsers,
  'chatgpt.projects': chatgptProjects,
  'chatgpt.project_configs': chatgptProjectConfigs,
  'chatgpt.project_shared_users': chatgptProjectSharedUsers,
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
}
