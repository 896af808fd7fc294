import { firstRunSince } from '../../db/event-rules/first-run-since.ts'
import { keyScopes } from '../../db/event-rules/key-scopes.ts'
import { newestEventAt } from '../../db/event-rules/newest-event-at.ts'
import { keyOwners } from '../../db/findings/key-parts.ts'
import type { LiveAsset } from '../../db/findings/next-assets.ts'
import { countPeople } from '../../db/findings/people-parts.ts'
import { CAPABILITIES } from '../../model/core/capabilities.ts'
import type { Plane } from '../../model/core/planes.ts'
import { STREAM_NAMES, STREAMS } from '../../model/core/streams.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import type {
  AuditLogStanding,
  Bundle,
  LogReading,
  LostCapability,
  TenantBundle,
} from '../../rules/bundles.ts'
import { judgeOwnCredential } from '../../rules/own-credentials.ts'
import { obstacleOf } from '../../rules/readiness.ts'
import { ADMIN_ROLES, KNOWN_ROLES } from '../../rules/roles.ts'
import type { BundleSource } from './source.ts'
import { identity, wasRead } from './source.ts'

/** How our own keys stand upstream, from the listings that were walked before. */
export async function credentialBundles(
  { sql, integrationId, facts, ownKeys, now, ruleIds }: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const ids = facts.credentials.flatMap(({ kind }) => ownKeys.of(kind)?.attributes.owner_id ?? [])
  const owners = new Map((await keyOwners(sql, integrationId, ids)).map((row) => [row.externalId, row]))
  const listed = new Map(facts.credentials.map(({ kind }) => [kind, ownKeys.listed(kind, owners)]))
  const own = [...listed.values()].flatMap((key) => key?.keyId ?? [])
  // Looks through the whole audit log that is kept.
  const asked = ruleIds.has('credential.more_than_read') ? own : []
  const scopes = await keyScopes(sql, integrationId, asked)
  return assets.flatMap((asset) => {
    const credential = facts.credentials.find(({ kind }) => kind === asset.externalId)
    if (credential === undefined) return []
    return [
      {
        subject: 'credential' as const,
        asset: identity('casbah.credential', asset),
        attributes: ASSET_SCHEMAS['casbah.credential'].parse(asset.attributes),
        standing: judgeOwnCredential(credential, listed.get(credential.kind) ?? null, now),
        key: ownKeys.of(credential.kind)?.asset ?? null,
        scopes: scopes.get(listed.get(credential.kind)?.keyId ?? '') ?? null,
      },
    ]
  })
}

const PLANE_OF = { 'platform.organization': 'platform', 'chatgpt.workspace': 'chatgpt' } as const
const USERS_OF = { 'platform.organization': 'platform.user', 'chatgpt.workspace': 'chatgpt.user' } as const

export async function tenantBundles(
  source: BundleSource,
  kind: TenantBundle['asset']['kind'],
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const { sql, integrationId, facts } = source
  const plane = PLANE_OF[kind]
  const people = wasRead(source, `${plane}.users`)
    ? await countPeople(sql, {
        integrationId,
        kind: USERS_OF[kind],
        adminRoles: ADMIN_ROLES,
        knownRoles: KNOWN_ROLES,
      })
    : null
  const auditLog = kind === 'chatgpt.workspace' ? await auditLogOf(source) : null
  return assets.map((asset) => ({
    subject: 'tenant',
    asset: identity(kind, asset),
    attributes: ASSET_SCHEMAS[kind].parse(asset.attributes),
    people,
    lostCapabilities: lostCapabilities(source).filter(({ streams }) =>
      streams.some((stream) => STREAMS[stream].plane === plane),
    ),
    lostHistory: facts.gaps.filter(({ stream }) => STREAMS[stream].plane === plane),
    logs: logsOf(source, plane),
    auditLog,
  }))
}

async function auditLogOf({ sql, integrationId, facts }: BundleSource): Promise<AuditLogStanding> {
  const newestAt = await newestEventAt(sql, integrationId, 'logs.AUDIT_LOG')
  return {
    newestAt,
    readAt: facts.streams['logs.AUDIT_LOG']?.completedAt ?? null,
    untoldSince: await firstRunSince(sql, integrationId, newestAt),
  }
}

/** What happened comes by the incremental lane: logs, and the usage of settled days. */
const LOGS = STREAM_NAMES.filter(
  (stream) => STREAMS[stream].lane === 'incremental' && STREAMS[stream].records.type !== 'asset',
)

function logsOf({ facts }: BundleSource, plane: Plane): readonly LogReading[] {
  return LOGS.filter(
    (stream) => STREAMS[stream].plane === plane && obstacleOf(stream, facts) === null,
  ).flatMap((stream) => {
    const readAt = facts.streams[stream]?.completedAt ?? null
    return readAt === null ? [] : [{ stream, readAt }]
  })
}

/** Refused now, although something that stands on it was read to its end before. */
function lostCapabilities(source: BundleSource): readonly LostCapability[] {
  return CAPABILITIES.flatMap((capability) => {
    const standing = source.facts.capabilities[capability]
    if (standing?.state !== 'denied') return []
    const streams = STREAM_NAMES.filter(
      (stream) => STREAMS[stream].capability === capability && wasRead(source, stream),
    )
    return streams.length === 0 ? [] : [{ capability, detail: standing.detail, streams }]
  })
}
