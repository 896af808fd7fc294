import type { LogStreamName } from '../../model/core/streams/logs.ts'
import { AUDIT_ACTION_DATA } from '../audit-action-data.ts'
import { ADDRESS_DETAILS } from './address-details.ts'
import type { Listed } from './listed.ts'
import { WORK_LOG_FIELDS } from './work-logs.ts'

/** Where a request came from: who signs in from where is what a sign-in is. */
const REQUEST_METADATA = [
  'client_ip',
  ...ADDRESS_DETAILS.map((name) => `client_ip_details.${name}`),
  'client_user_agent',
  'client_ja3',
  'client_ja4',
  'destination_hostname',
].map((name) => `attributes.request_metadata.${name}`)

export const LOG_FIELDS: Record<LogStreamName, Listed> = {
  'logs.AUTH_LOG': {
    identity: [
      'actor',
      'action',
      'attributes.action_data.auth_provider_name',
      'attributes.action_data.role',
      ...REQUEST_METADATA,
    ],
  },
  'logs.AUDIT_LOG': {
    identity: [
      'actor',
      'action',
      'attributes.action_result',
      'attributes.action_privilege',
      ...REQUEST_METADATA,
      ...AUDIT_ACTION_DATA.identity,
    ],
    configuration: AUDIT_ACTION_DATA.configuration,
    activity: AUDIT_ACTION_DATA.activity,
    content: AUDIT_ACTION_DATA.content,
  },
  'logs.CONVERSATION_MESSAGE': {
    activity: [
      'actor',
      'attributes.created_at',
      'attributes.previous_message_id',
      'attributes.client_type',
      'attributes.model',
      'attributes.tools_used',
      'attributes.skills_used',
      'attributes.gpt_id',
      'attributes.project_id',
      'attributes.is_pinned',
      'attributes.is_temporary_chat',
      'attributes.mode',
      'attributes.conversation_created_at',
      'attributes.content.type',
      'attributes.content.file_id',
      'attributes.content.annotations[].type',
      'attributes.content.annotations[].action_domain',
      'attributes.content.annotations[].action_name',
      'attributes.content.annotations[].files[].id',
      'attributes.files[].id',
    ],
    content: [
      'attributes.title',
      'attributes.gpt_name',
      'attributes.project_name',
      'attributes.content.value',
      'attributes.content.quote',
      'attributes.content.file_name',
      'attributes.content.annotations[].urls',
      'attributes.content.annotations[].files[].name',
      'attributes.files[].name',
    ],
  },
  ...WORK_LOG_FIELDS,
}
