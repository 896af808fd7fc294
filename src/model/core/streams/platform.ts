import type { CollectedKind } from '../assets.ts'
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
  'platform.groups',
  'platform.group_users',
  'platform.roles',
  'platform.user_roles',
  'platform.group_roles',
  'platform.project_groups',
  'platform.project_roles',
  'platform.project_user_roles',
  'platform.project_group_roles',
  'platform.rate_limits',
  'platform.certificates',
  'platform.project_certificates',
  'platform.organization_settings',
  'platform.project_settings',
  'platform.audit_logs',
  'platform.usage',
  'platform.costs',
] as const

type PlatformStreamName = (typeof PLATFORM_STREAM_NAMES)[number]

const organizationState = (
  capability: StreamFacts['capability'],
  kind: CollectedKind,
  parent?: PlatformStreamName,
): StreamFacts => ({
  plane: 'platform',
  lane: 'full',
  stage: 'directory',
  capability,
  records: asset(kind),
  ...(parent === undefined ? {} : { parent }),
  leastMode: 'none',
})

const projectState = (
  capability: StreamFacts['capability'],
  kind: CollectedKind,
  parent: PlatformStreamName = 'platform.projects',
): StreamFacts => ({ ...organizationState(capability, kind, parent), stage: 'projects' })

/** What was used and paid, by day: who did how much is activity. */
const dailyFigures: StreamFacts = {
  plane: 'platform',
  lane: 'incremental',
  stage: 'logs',
  capability: 'platform.usage_read',
  records: { type: 'event' },
  leastMode: 'metadata',
}

const ACCESS = 'platform.access_read'
const SETTINGS = 'platform.settings_read'

export const PLATFORM_STREAMS: Record<PlatformStreamName, StreamFacts> = {
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
  'platform.groups': organizationState(ACCESS, 'platform.group'),
  'platform.group_users': organizationState(ACCESS, 'platform.group_member', 'platform.groups'),
  'platform.roles': organizationState(ACCESS, 'platform.role'),
  'platform.user_roles': organizationState(ACCESS, 'platform.user_role', 'platform.users'),
  'platform.group_roles': organizationState(ACCESS, 'platform.group_role', 'platform.groups'),
  'platform.project_groups': projectState(ACCESS, 'platform.project_group'),
  'platform.project_roles': projectState(ACCESS, 'platform.project_role'),
  'platform.project_user_roles': projectState(ACCESS, 'platform.project_user_role', 'platform.project_users'),
  'platform.project_group_roles': projectState(
    ACCESS,
    'platform.project_group_role',
    'platform.project_groups',
  ),
  'platform.rate_limits': projectState(SETTINGS, 'platform.rate_limit'),
  'platform.certificates': organizationState(SETTINGS, 'platform.certificate'),
  'platform.project_certificates': projectState(SETTINGS, 'platform.project_certificate'),
  'platform.organization_settings': organizationState(SETTINGS, 'platform.organization_settings'),
  'platform.project_settings': projectState(SETTINGS, 'platform.project_settings'),
  'platform.audit_logs': {
    plane: 'platform',
    lane: 'incremental',
    stage: 'logs',
    capability: 'platform.audit_logs_read',
    records: { type: 'event' },
    leastMode: 'none',
  },
  'platform.usage': dailyFigures,
  'platform.costs': dailyFigures,
}
