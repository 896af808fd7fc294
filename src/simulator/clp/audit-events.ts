import { chatgptProjectIdOf } from '../tenant/chatgpt-projects.ts'
import { gptIdOf } from '../tenant/gpts.ts'
import { person, userIdOf } from '../tenant/people.ts'
import { hashOf, hex32, pickBy, saltOf, uuidOf } from '../tenant/prng.ts'
import { activePerson } from '../tenant/standing.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { marked } from '../tenant/texts.ts'
import { isoMicros } from '../tenant/time.ts'
import type { Timeline } from '../tenant/timeline.ts'
import { documentationAddress, USER_AGENTS } from './auth-events.ts'
import type { ApiCall } from './calls.ts'
import type { LogRecord } from './types.ts'

const EVENT_SALT = saltOf('audit-event')
const DETAIL_SALT = saltOf('audit-detail')
const CALL_SALT = saltOf('call-event')
const LINKED_SALT = saltOf('audit-linked')

interface Scene {
  readonly tenant: Tenant
  readonly n: number
  readonly hash: number
  readonly canary: string | null
}

type Privilege = 'ADMIN' | 'STANDARD_USER'
type DataMaker = (scene: Scene) => Record<string, unknown>

function target(scene: Scene): string {
  return userIdOf(scene.tenant, (scene.hash >>> 5) % scene.tenant.users)
}

function linked(scene: Scene, salt: number): string {
  return uuidOf(scene.tenant.seed, LINKED_SALT + salt, scene.n)
}

function gptOf(scene: Scene): string {
  return gptIdOf(scene.tenant, (scene.hash >>> 5) % scene.tenant.gpts)
}

// A choice of the documented actions, weighted towards what people do all day.
const ADMIN_ACTIONS: readonly (readonly [string, DataMaker])[] = [
  ['USER_ROLE_UPDATED', (scene) => ({ user_id: target(scene), new_role: 'account-admin' })],
  [
    'INVITE_USERS',
    (scene) => ({ email_addresses: [`new.colleague${scene.n}@example.com`], role: 'standard-user' }),
  ],
  ['WORKSPACE_TOGGLE_FEATURE', () => ({ feature: 'canvas_code_network_access', value: false })],
  ['WORKSPACE_SET_SHARING_PERMISSION', () => ({ feature: 'gpt_sharing', value: 'workspace' })],
  ['CUSTOM_GPT_CHANGE_VISIBILITY', (scene) => ({ id: gptOf(scene), shared_to: 'workspace' })],
  ['DOMAIN_CREATE', (scene) => ({ hostname: 'example.com', domain_id: `domain-${hex32(scene.hash)}` })],
  [
    'GROUP_ADD_USERS',
    (scene) => ({ group_id: `group-${scene.hash % 9}`, email_addresses: ['team@example.com'] }),
  ],
  ['APP_ACTIVATE', (scene) => ({ app_id: `asdk_app_${scene.hash % 7}`, app_name: 'Team drive' })],
]
const USER_ACTIONS: readonly (readonly [string, DataMaker])[] = [
  ['CONVERSATION_DELETE', (scene) => ({ conversation_id: linked(scene, 1) })],
  [
    'CONVERSATION_SHARE',
    (scene) => ({
      conversation_id: linked(scene, 1),
      shared_conversation_id: linked(scene, 2),
      already_exists: false,
    }),
  ],
  [
    'FILE_DOWNLOAD',
    (scene) => ({
      file_id: `file-${hex32(scene.hash)}`,
      file_name: marked(scene.canary, 'action_data.file_name', scene.n, 'report.pdf'),
      mime_type: 'application/pdf',
    }),
  ],
  ['CUSTOM_GPT_UPDATE_SHARING', (scene) => ({ id: gptOf(scene), shared_to: 'invite-only' })],
  [
    'PROJECT_UPDATE_SHARING',
    (scene) => ({
      id: chatgptProjectIdOf(scene.tenant, scene.hash % scene.tenant.projects),
      shared_to: 'invite-only',
    }),
  ],
  [
    'CONVERSATION_MESSAGE_RATING',
    (scene) => ({ conversation_id: linked(scene, 1), message_id: linked(scene, 3), rating: 'thumbs_up' }),
  ],
  ['SESSION_LOGOUT_ALL', () => ({})],
]

function requestMetadata(hash: number, agent: string) {
  return {
    client_ip: documentationAddress(hash),
    client_ip_details: {
      country: 'DE',
      city: '',
      region: '',
      region_code: '',
      asn: '64500',
      latitude: '',
      longitude: '',
    },
    client_user_agent: agent,
    client_ja3: '',
    client_ja4: '',
    destination_hostname: null,
  }
}

export function auditEventId(seed: number, n: number): string {
  return uuidOf(seed, EVENT_SALT, n)
}

export function auditRecord(tenant: Tenant, timeline: Timeline, canary: string | null, n: number): LogRecord {
  const hash = hashOf(tenant.seed, DETAIL_SALT, n)
  const scene: Scene = { tenant, n, hash: hash >>> 2, canary }
  const privilege: Privilege = hash % 5 === 0 ? 'ADMIN' : 'STANDARD_USER'
  const [action, makeData] = pickBy(privilege === 'ADMIN' ? ADMIN_ACTIONS : USER_ACTIONS, hash >>> 6)
  // Owners and admins are people 0 and 1.
  const actor = person(tenant, privilege === 'ADMIN' ? hash % 2 : activePerson(tenant, hash >>> 3))
  return {
    event_id: auditEventId(tenant.seed, n),
    type: 'AUDIT_LOG',
    timestamp: isoMicros(timeline.at(n)),
    principal: { id: tenant.workspaceId, type: 'CHATGPT_WORKSPACE' },
    actor: { type: 'ACCOUNT_USER', user_id: actor.id, user_email: actor.email },
    action,
    action_result: hash % 31 === 0 ? 'BLOCKED' : 'SUCCESS',
    action_privilege: privilege,
    request_metadata: requestMetadata(hash, pickBy(USER_AGENTS, hash >>> 7)),
    action_data: makeData(scene),
  }
}

/** Calls are told apart by their instant, which no two share. */
export function callEventId(tenant: Tenant, call: ApiCall): string {
  const millis = Math.floor(call.at / 1000)
  return uuidOf(
    hashOf(tenant.seed, CALL_SALT, millis, Math.floor(millis / 2 ** 32)),
    CALL_SALT,
    call.at % 1_000_000,
  )
}

function callerOf(tenant: Tenant, { key, by }: ApiCall): Record<string, string> {
  if (by === undefined) return { type: 'API_KEY', redacted_id: key }
  const { id, email } = person(tenant, by)
  return { type: 'ACCOUNT_USER', user_id: id, user_email: email }
}

/** The trace that every compliance call leaves in the workspace's own audit log, and what a person did meanwhile. */
export function callRecord(tenant: Tenant, call: ApiCall): LogRecord {
  return {
    event_id: callEventId(tenant, call),
    type: 'AUDIT_LOG',
    timestamp: isoMicros(call.at),
    principal: { id: tenant.workspaceId, type: 'CHATGPT_WORKSPACE' },
    actor: callerOf(tenant, call),
    action: call.action,
    action_result: call.ok ? 'SUCCESS' : 'ERROR',
    action_privilege: 'ADMIN',
    request_metadata: requestMetadata(0, call.agent),
    // Numbers are written as text here, as upstream does.
    action_data: call.data,
  }
}
