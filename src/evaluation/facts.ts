import { listCapabilities } from '../db/capabilities/put-capabilities.ts'
import { listCheckpoints } from '../db/checkpoints/list-checkpoints.ts'
import type { Db } from '../db/client.ts'
import { listCredentials, listFormerCredentials } from '../db/credentials/list-credentials.ts'
import { summarizeDirectory } from '../db/directory/directory-summary.ts'
import type { TenantAsset } from '../db/findings/tenant-assets.ts'
import { listGaps } from '../db/gaps/list-gaps.ts'
import { getIntegration } from '../db/integrations/list-integrations.ts'
import type { RuleChoice } from '../db/rule-settings/rule-settings.ts'
import { listRuleSettings } from '../db/rule-settings/rule-settings.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../model/core/scope.ts'
import type { StreamName } from '../model/core/streams.ts'
import type { DirectoryStanding, LostHistory } from '../rules/bundles.ts'
import { directoryStanding } from '../rules/directory-standing.ts'
import type { OwnCredential } from '../rules/own-credentials.ts'
import type { IntegrationFacts, StreamStanding } from '../rules/readiness.ts'
import { warmUpUntil } from '../rules/warm-up.ts'

/** All that an evaluation knows of an integration before it looks at the first asset. */
export interface EvaluationFacts extends IntegrationFacts {
  readonly ownDomains: readonly string[]
  readonly escalationOn: boolean
  readonly credentials: readonly OwnCredential[]
  /** Replaced ones: logs may still tell of the calls that were made with them. */
  readonly formerCredentials: readonly OwnCredential[]
  readonly settings: ReadonlyMap<RuleId, RuleChoice>
  readonly gaps: readonly LostHistory[]
  readonly directory: DirectoryStanding
  /** Until when behaviour is only watched, and when it is judged; unix seconds. */
  readonly warmUpUntil: number
  readonly now: number
  /** What is there with the integration itself, and comes from no stream. */
  readonly tenantAssets: readonly TenantAsset[]
}

/** Null where there is no such integration any more: nothing is left to judge. */
export async function readFacts(
  db: Db,
  integrationId: IntegrationId,
  now: Date,
): Promise<EvaluationFacts | null> {
  const integration = await getIntegration(db, ALL_INTEGRATIONS, integrationId)
  if (integration === null || integration.disconnectedAt !== null) return null
  const capabilities = await listCapabilities(db, integrationId)
  const credentials = await listCredentials(db, integrationId)
  const settings = await listRuleSettings(db, integrationId)
  const gaps = await listGaps(db, integrationId)
  const directory = await summarizeDirectory(db, integrationId)
  return {
    planes: { chatgpt: integration.workspaceId !== null, platform: integration.readsPlatform },
    mode: integration.collectionMode,
    capabilities: Object.fromEntries(
      capabilities.map(({ capability, state, detail }) => [capability, { state, detail }]),
    ),
    streams: await streamStandings(db, integrationId),
    ownDomains: integration.ownDomains,
    escalationOn: integration.severityEscalation === 'on',
    credentials,
    formerCredentials: await listFormerCredentials(db, integrationId),
    settings: new Map(settings.map((setting) => [setting.ruleId, setting])),
    gaps: gaps.map(({ stream, lostFrom, lostUntil }) => ({ stream, from: lostFrom, until: lostUntil })),
    directory: directoryStanding(
      directory.map(({ source, since }) => ({ source, since: Date.parse(since) / 1_000 })),
      now.getTime() / 1_000,
    ),
    warmUpUntil: warmUpUntil(Date.parse(integration.createdAt) / 1_000),
    now: now.getTime() / 1_000,
    tenantAssets: tenantAssetsOf(integration, credentials),
  }
}

/** Without an id of its own the organization is called so: an admin key reads its own, whichever that is. */
const NAMELESS_ORGANIZATION = 'organization'

function tenantAssetsOf(
  {
    readsPlatform,
    organizationId,
    workspaceId,
  }: { readsPlatform: boolean; organizationId: string | null; workspaceId: string | null },
  credentials: readonly OwnCredential[],
): readonly TenantAsset[] {
  return [
    ...(readsPlatform
      ? [{ kind: 'platform.organization', externalId: organizationId ?? NAMELESS_ORGANIZATION } as const]
      : []),
    ...(workspaceId === null ? [] : [{ kind: 'chatgpt.workspace', externalId: workspaceId } as const]),
    ...credentials.map(({ kind }) => ({ kind: 'casbah.credential', externalId: kind }) as const),
  ]
}

/** A stream may have a checkpoint in each lane: it has been read to its end if one of them has. */
async function streamStandings(
  db: Db,
  integrationId: IntegrationId,
): Promise<{ readonly [Name in StreamName]?: StreamStanding }> {
  const standings: { [Name in StreamName]?: StreamStanding } = {}
  for (const { stream, completedAt, coveredFrom } of await listCheckpoints(db, integrationId)) {
    const other = standings[stream]
    standings[stream] = {
      completedAt: seconds(completedAt) ?? other?.completedAt ?? null,
      coveredFrom: seconds(coveredFrom) ?? other?.coveredFrom ?? null,
    }
  }
  return standings
}

const seconds = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso) / 1_000)
