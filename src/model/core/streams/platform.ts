import type { StreamFacts } from './facts.ts'
import { asset } from './facts.ts'

/** Streams of the API platform: the Administration API of one organization. */
export const PLATFORM_STREAM_NAMES = [
  'platform.users',
  'platform.invites',
  'platform.projects',
  'platform.project_users',
  'platform.service_accounts',
  'platform.project_keys',
  'platform.admin_keys',
  'platform.audit_logs',
] as const

export const PLATFORM_STREAMS: Record<(typeof PLATFORM_STREAM_NAMES)[number], StreamFacts> = {
  'platform.users': {
    plane: 'platform',
    lane: 'full',
    stage: 'directory',
    capability: 'platform.organization_read',
    records: asset('platform.user'),
    leastMode: 'none',
  },
  'platform.invites': {
    plane: 'platform',
    lane: 'full',
    stage: 'directory',
    capability: 'platform.organization_read',
    records: asset('platform.invite'),
    leastMode: 'none',
  },
  'platform.projects': {
    plane: 'platform',
    lane: 'full',
    stage: 'projects',
    capability: 'platform.project_read',
    records: asset('platform.project'),
    leastMode: 'none',
  },
  'platform.project_users': {
    plane: 'platform',
    lane: 'full',
    stage: 'projects',
    capability: 'platform.project_read',
    records: asset('platform.project_user'),
    parent: 'platform.projects',
    leastMode: 'none',
  },
  'platform.service_accounts': {
    plane: 'platform',
    lane: 'full',
    stage: 'projects',
    capability: 'platform.project_read',
    records: asset('platform.service_account'),
    parent: 'platform.projects',
    leastMode: 'none',
  },
  'platform.project_keys': {
    plane: 'platform',
    lane: 'full',
    stage: 'keys',
    capability: 'platform.project_read',
    records: asset('platform.project_key'),
    parent: 'platform.projects',
    leastMode: 'none',
  },
  'platform.admin_keys': {
    plane: 'platform',
    lane: 'full',
    stage: 'keys',
    capability: 'platform.organization_read',
    records: asset('platform.admin_key'),
    leastMode: 'none',
  },
  'platform.audit_logs': {
    plane: 'platform',
    lane: 'incremental',
    stage: 'logs',
    capability: 'platform.audit_logs_read',
    records: { type: 'event' },
    leastMode: 'none',
  },
}
