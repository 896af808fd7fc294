import { person } from '../tenant/people.ts'
import { hashOf, pickBy, saltOf, uuidOf } from '../tenant/prng.ts'
import { activePerson, chatgptRole } from '../tenant/standing.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isoMicros } from '../tenant/time.ts'
import type { Timeline } from '../tenant/timeline.ts'
import type { LogRecord } from './types.ts'

const EVENT_SALT = saltOf('auth-event')
const DETAIL_SALT = saltOf('auth-detail')

const ACTIONS = [
  'login_success',
  'login_success',
  'login_success',
  'login_success',
  'native_login_success',
  'token_issued',
  'token_issued',
  'logout_success',
  'token_revoked',
  'password_login_invalid_password',
  'password_reset_initiated',
  'password_login_sentinel_challenge',
] as const
const PROVIDERS = ['password', 'google', 'saml', 'saml'] as const
export const USER_AGENTS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'ChatGPT/1.2026.300 (Mac OS X 16.1; arm64)',
] as const

const ACCOUNT_ID_OF_50 = 7
const WHOLE_SECOND_OF_20 = 3

/** An address from the ranges reserved for documentation. */
export function documentationAddress(hash: number): string {
  return `${pickBy(['192.0.2', '198.51.100', '203.0.113'], hash >>> 9)}.${1 + (hash % 254)}`
}

export function authEventId(seed: number, n: number): string {
  return uuidOf(seed, EVENT_SALT, n)
}

export function authRecord(tenant: Tenant, timeline: Timeline, n: number): LogRecord {
  const { seed } = tenant
  const hash = hashOf(seed, DETAIL_SALT, n)
  // Everybody takes a turn: each active person signs in within every round of the member list.
  const index = activePerson(tenant, n)
  const { id, email } = person(tenant, index)
  const micros = timeline.at(n)
  const timestamp = isoMicros(micros)
  return {
    event_id: authEventId(seed, n),
    type: 'AUTH_LOG',
    // Some events have no fraction of a second.
    timestamp: hash % 20 === WHOLE_SECOND_OF_20 ? `${timestamp.slice(0, 19)}Z` : timestamp,
    principal: { id: tenant.workspaceId, type: 'CHATGPT_WORKSPACE' },
    actor: {
      type: 'ACCOUNT_USER',
      // Some events carry the account-user form of the id.
      user_id: hash % 50 === ACCOUNT_ID_OF_50 ? `${id}__${tenant.workspaceId}` : id,
      user_email: email,
    },
    request_metadata: {
      client_ip: documentationAddress(hash),
      client_user_agent: pickBy(USER_AGENTS, hash >>> 7),
    },
    action_data: {
      action: pickBy(ACTIONS, hash >>> 4),
      auth_provider_name: pickBy(PROVIDERS, hash >>> 6),
      ...(hash % 3 === 0 ? { role: chatgptRole(tenant, index) } : {}),
    },
  }
}
