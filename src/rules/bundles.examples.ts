import type { AssetKind } from '../model/core/assets.ts'
import { asAssetId, asPersonId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import { ASSET_SCHEMAS } from '../model/schema/assets.ts'
import type {
  AdminKeyBundle,
  AssetIdentity,
  GptBundle,
  InviteBundle,
  ProjectKeyBundle,
  SignalReading,
  UserBundle,
} from './bundles.ts'
import { SECONDS_A_DAY } from './time.ts'

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

export function gptBundle(
  sharing: JsonObject | undefined,
  configuration: JsonObject | null,
  more: Partial<Pick<GptBundle, 'shares' | 'workspaceMembers' | 'isLatestUnread'>> = {},
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
    ...more,
  }
}

export const adminKeyBundle = (
  attributes: JsonObject,
  more: Partial<Pick<AdminKeyBundle, 'own' | 'isProjectKey'>> = {},
): AdminKeyBundle => ({
  subject: 'admin_key',
  asset: identity('platform.admin_key', 'key_A1'),
  attributes: ASSET_SCHEMAS['platform.admin_key'].parse(attributes),
  own: null,
  isProjectKey: false,
  ...more,
})

export const projectKeyBundle = (
  attributes: JsonObject,
  state: ProjectKeyBundle['project']['state'] = 'live',
): ProjectKeyBundle => ({
  subject: 'project_key',
  asset: identity('platform.project_key', 'proj_1/key_P1'),
  attributes: ASSET_SCHEMAS['platform.project_key'].parse(attributes),
  own: null,
  project: { externalId: 'proj_1', name: 'Prod', state },
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
): UserBundle {
  return kind === 'platform.user'
    ? {
        subject: 'user',
        kind,
        asset: identity(kind, 'user-1'),
        attributes: ASSET_SCHEMAS[kind].parse(attributes),
        logs,
      }
    : {
        subject: 'user',
        kind,
        asset: identity(kind, 'user-1'),
        attributes: ASSET_SCHEMAS[kind].parse(attributes),
        logs,
      }
}
