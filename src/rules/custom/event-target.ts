import type { JsonObject } from '../../model/core/json.ts'
import { actionData, actionDetail, detailOf, textOf } from '../event-data.ts'
import type { EventAsset, JudgedEvent } from '../event-rule.ts'

/**
 * What an event was done to, where its record says so: the thing that a finding hangs on, if we know it. Rules of the
 * catalogue each know where their deeds name it; here names are read as they mean the same across deeds. Where a record
 * names several things the narrower one is it.
 */
export function targetOf(event: JudgedEvent): EventAsset | null {
  switch (event.stream) {
    case 'logs.AUDIT_LOG':
      return ofWorkspace(event)
    case 'logs.CUSTOM_AGENTS_LOG':
      return named('chatgpt.agent', textOf(actionDetail(event, 'agent_id')))
    case 'logs.CODEX_LOG':
      return named('chatgpt.codex_environment', textOf(actionDetail(event, 'environment_id')))
    case 'platform.audit_logs':
      return ofPlatform(event)
    default:
      return null
  }
}

const named = (kind: EventAsset['kind'], externalId: string | null): EventAsset | null =>
  externalId === null ? null : { kind, externalId }

/** In this order: a file of a GPT is told with the GPT, a person beside a project with the project. */
const WORKSPACE_NAMES = [
  ['gpt_id', 'chatgpt.gpt'],
  ['agent_id', 'chatgpt.agent'],
  ['project_id', 'chatgpt.project'],
  ['skill_id', 'chatgpt.skill'],
  ['plugin_id', 'chatgpt.plugin'],
  ['target_user_id', 'chatgpt.user'],
  ['added_user_id', 'chatgpt.user'],
  ['removed_user_id', 'chatgpt.user'],
  ['deleted_user_id', 'chatgpt.user'],
  ['logged_out_user_id', 'chatgpt.user'],
  ['user_id', 'chatgpt.user'],
] as const

function ofWorkspace(event: JudgedEvent): EventAsset | null {
  const id = textOf(actionData(event, 'id'))
  if (event.deed.startsWith('CUSTOM_GPT_') && id !== null) return named('chatgpt.gpt', id)
  if (event.deed.startsWith('PROJECT_') && id !== null) return named('chatgpt.project', id)
  for (const [name, kind] of WORKSPACE_NAMES) {
    const found = named(kind, textOf(actionData(event, name)))
    if (found !== null) return found
  }
  return null
}

/** `user.updated` is about a user; keys and service accounts are kept below their project. */
function ofPlatform(event: JudgedEvent): EventAsset | null {
  const id = textOf(detailOf(event, 'id'))
  const project = textOf((event.attributes.project as JsonObject | null | undefined)?.id)
  const noun = event.deed.slice(0, event.deed.lastIndexOf('.'))
  if (id === null) return null
  switch (noun) {
    case 'user':
      return named('platform.user', id)
    case 'invite':
      return named('platform.invite', id)
    case 'project':
      return named('platform.project', id)
    case 'tenant.admin_api_key':
      return named('platform.admin_key', id)
    case 'api_key':
      return project === null
        ? named('platform.admin_key', id)
        : named('platform.project_key', `${project}/${id}`)
    case 'service_account':
      return named('platform.service_account', project === null ? null : `${project}/${id}`)
    default:
      return null
  }
}
