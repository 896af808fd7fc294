import type { LiveAsset } from '../../../db/findings/next-assets.ts'
import { emailDomains, inviteSenders, signsOfLife } from '../../../db/findings/people-parts.ts'
import type { PersonId } from '../../../model/core/ids.ts'
import { ASSET_SCHEMAS } from '../../../model/schema/assets.ts'
import type { Bundle, UserBundle } from '../../../rules/bundles.ts'
import type { LastSeen } from '../../../rules/signals.ts'
import { logReadings } from '../../../rules/signals.ts'
import type { BundleSource } from './source.ts'
import { identity } from './source.ts'

export async function inviteBundles(
  { sql, integrationId, facts }: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const invitees = assets.flatMap(({ personIds }) => personIds.invitee ?? [])
  const domains = await emailDomains(sql, integrationId, invitees)
  const senders = await inviteSenders(
    sql,
    integrationId,
    assets.map(({ externalId }) => externalId),
  )
  return assets.map((asset) => ({
    subject: 'invite',
    asset: identity('platform.invite', asset),
    attributes: ASSET_SCHEMAS['platform.invite'].parse(asset.attributes),
    emailDomain: (asset.personIds.invitee && domains.get(asset.personIds.invitee)) ?? null,
    ownDomains: facts.ownDomains,
    inviter: senders.get(asset.externalId) ?? null,
  }))
}

export async function userBundles(
  { sql, integrationId, facts, now }: BundleSource,
  kind: UserBundle['kind'],
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const selves = assets.flatMap(({ personIds }) => personIds.self ?? [])
  const domains = await emailDomains(sql, integrationId, selves)
  const lastSeen = new Map<PersonId, { -readonly [Signal in keyof LastSeen]: LastSeen[Signal] }>()
  for (const { personId, signal, lastAt } of await signsOfLife(sql, integrationId, selves)) {
    const seen = lastSeen.get(personId) ?? {}
    seen[signal] = lastAt
    lastSeen.set(personId, seen)
  }
  return assets.map((asset): UserBundle => {
    const { self } = asset.personIds
    const common = {
      subject: 'user',
      logs: logReadings(kind, facts, (self && lastSeen.get(self)) ?? {}, now),
      emailDomain: (self && domains.get(self)) ?? null,
      ownDomains: facts.ownDomains,
    } as const
    return kind === 'platform.user'
      ? {
          ...common,
          kind,
          asset: identity(kind, asset),
          attributes: ASSET_SCHEMAS[kind].parse(asset.attributes),
        }
      : {
          ...common,
          kind,
          asset: identity(kind, asset),
          attributes: ASSET_SCHEMAS[kind].parse(asset.attributes),
        }
  })
}
