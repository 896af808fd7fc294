import type { AssetKind } from '../model/core/assets.ts'
import { asAssetId, asPersonId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import { ASSET_SCHEMAS } from '../model/schema/assets.ts'
import type {
  AdminKeyBundle,
  AgentBundle,
  AssetIdentity,
  CredentialBundle,
  GptBundle,
  InviteBundle,
  OwnerStanding,
  ProjectBundle,
  ProjectKeyBundle,
  ProjectState,
  ServiceAccountBundle,
  SignalReading,
  TenantBundle,
  UserBundle,
} from './bundles.ts'
import type { CredentialStanding } from './own-credentials.ts'
import { SECONDS_A_DAY } from './time.ts'
import type { UseHistory } from './use-history.ts'

/** Small bundles for the tests beside the rules; each takes only what a test is about. */

/** 2026-11-22T00:00:00Z */
export const NOW = 1_795_305_600
export const daysAgo = (days: number): number => NOW - days * SECONDS_A_DAY

const identity = <Kind extends AssetKind>(kind: Kind, externalId: string): AssetIdentity<Kind> => ({
  id: asAssetId(`id-of-${externalId}`),
  kind,
  externalId,
  contentHash: `hash-of-${externalId}`,
  changedAt: daysAgo(3),
  people: { owner: asPersonId('person-owner'), author: asPersonId('person-author') },
})

/** Nothing is known of its use, and nobody watched. */
export const UNUSED: UseHistory = { judgedFrom: 0, uses: [], countedFrom: null, looks: [], watched: [] }

export function gptBundle(
  sharing: JsonObject | undefined,
  configuration: JsonObject | null,
  more: Partial<
    Pick<GptBundle, 'shares' | 'workspaceMembers' | 'isLatestUnread' | 'owner' | 'approval' | 'use'>
  > = {},
): GptBundle {
  return {
    subject: 'gpt',
    asset: identity('chatgpt.gpt', 'g-one'),
    attributes: ASSET_SCHEMAS['chatgpt.gpt'].parse({ created_at: daysAgo(80), ...(sharing && { sharing }) }),
    configuration: configuration && {
      asset: identity('chatgpt.gpt_config', 'g-one/gzm_cnf_1'),
      attributes: ASSET_SCHEMAS['chatgpt.gpt_config'].parse(configuration),
    },
    isLatestUnread: false,
    shares: null,
    workspaceMembers: 500,
    owner: 'active',
    approval: null,
    use: UNUSED,
    ...more,
  }
}

export const adminKeyBundle = (
  attributes: JsonObject,
  more: Partial<Pick<AdminKeyBundle, 'own' | 'isProjectKey' | 'owner' | 'use'>> = {},
): AdminKeyBundle => ({
  subject: 'admin_key',
  asset: identity('platform.admin_key', 'key_A1'),
  attributes: ASSET_SCHEMAS['platform.admin_key'].parse(attributes),
  own: null,
  isProjectKey: false,
  owner: 'active',
  use: UNUSED,
  ...more,
})

export const projectKeyBundle = (
  attributes: JsonObject,
  state: ProjectState = 'live',
  owner: OwnerStanding = 'active',
  use: UseHistory = UNUSED,
): ProjectKeyBundle => ({
  subject: 'project_key',
  asset: identity('platform.project_key', 'proj_1/key_P1'),
  attributes: ASSET_SCHEMAS['platform.project_key'].parse(attributes),
  own: null,
  project: { externalId: 'proj_1', name: 'Prod', state },
  owner,
  use,
})

export const inviteBundle = (
  attributes: JsonObject,
  more: Partial<Pick<InviteBundle, 'emailDomain' | 'ownDomains' | 'inviter'>> = {},
): InviteBundle => ({
  subject: 'invite',
  asset: identity('platform.invite', 'invite-1'),
  attributes: ASSET_SCHEMAS['platform.invite'].parse(attributes),
  emailDomain: 'example.com',
  ownDomains: ['example.com'],
  inviter: null,
  ...more,
})

export function userBundle(
  kind: UserBundle['kind'],
  attributes: JsonObject,
  logs: readonly SignalReading[] = [],
  more: Partial<Pick<UserBundle, 'emailDomain' | 'ownDomains' | 'directory' | 'liveKeys' | 'days'>> = {},
): UserBundle {
  const common = {
    subject: 'user',
    logs,
    emailDomain: 'example.com',
    ownDomains: ['example.com'],
    directory: { loaded: false, fillingSince: null, entry: null },
    liveKeys: null,
    days: [],
    ...more,
  } as const
  return kind === 'platform.user'
    ? { ...common, kind, asset: identity(kind, 'user-1'), attributes: ASSET_SCHEMAS[kind].parse(attributes) }
    : { ...common, kind, asset: identity(kind, 'user-1'), attributes: ASSET_SCHEMAS[kind].parse(attributes) }
}

export const serviceAccountBundle = (
  attributes: JsonObject,
  state: ProjectState = 'live',
): ServiceAccountBundle => ({
  subject: 'service_account',
  asset: identity('platform.service_account', 'proj_1/svc_1'),
  attributes: ASSET_SCHEMAS['platform.service_account'].parse(attributes),
  project: { externalId: 'proj_1', name: 'Prod', state },
})

export const projectBundle = (settings: JsonObject | null, state: ProjectState = 'live'): ProjectBundle => ({
  subject: 'project',
  asset: identity('platform.project', 'proj_1'),
  attributes: ASSET_SCHEMAS['platform.project'].parse({ name: 'Prod', created_at: daysAgo(300) }),
  state,
  settings: settings && {
    asset: identity('platform.project_settings', 'proj_1/settings'),
    attributes: ASSET_SCHEMAS['platform.project_settings'].parse(settings),
  },
})

export const agentBundle = (owner: OwnerStanding): AgentBundle => ({
  subject: 'agent',
  asset: identity('chatgpt.agent', 'agent_1'),
  attributes: ASSET_SCHEMAS['chatgpt.agent'].parse({ name: 'Helper', status: 'published' }),
  owner,
})

export const credentialBundle = (
  standing: Partial<CredentialStanding> = {},
  more: Partial<Pick<CredentialBundle, 'scopes'>> = {},
): CredentialBundle => ({
  subject: 'credential',
  asset: identity('casbah.credential', 'admin_key'),
  attributes: {},
  standing: {
    kind: 'admin_key',
    keyId: 'key_A1',
    ageDays: 20,
    expiresAt: null,
    ownerRole: 'owner',
    notes: [],
    ...standing,
  },
  key: identity('platform.admin_key', 'key_A1'),
  scopes: null,
  ...more,
})

export const tenantBundle = (
  more: Partial<Pick<TenantBundle, 'people' | 'lostCapabilities' | 'lostHistory' | 'logs' | 'auditLog'>> = {},
): TenantBundle => ({
  subject: 'tenant',
  asset: identity('platform.organization', 'org-1'),
  attributes: {},
  people: { all: 500, admins: 3, unknown: 0 },
  lostCapabilities: [],
  lostHistory: [],
  logs: [],
  auditLog: null,
  ...more,
})
