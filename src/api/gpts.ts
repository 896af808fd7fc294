import type { Context } from 'hono'
import type { Asset } from '../db/assets/list-assets.ts'
import { getAsset } from '../db/assets/list-assets.ts'
import { listCheckpoints } from '../db/checkpoints/list-checkpoints.ts'
import { countMessagesToGpts } from '../db/definitions/gpt-use.ts'
import type { DefinitionStanding } from '../db/definitions/read-versions.ts'
import { definitionStandings } from '../db/definitions/read-versions.ts'
import { countShares, countWorkspaceMembers, liveConfigurations } from '../db/findings/gpt-parts.ts'
import { getIntegration } from '../db/integrations/list-integrations.ts'
import type { Person } from '../db/people/get-people.ts'
import { getPeople } from '../db/people/get-people.ts'
import { modeAllows } from '../model/core/collection-mode.ts'
import type { AssetId, IntegrationId, PersonId } from '../model/core/ids.ts'
import { asAssetId } from '../model/core/ids.ts'
import { ALL_INTEGRATIONS } from '../model/core/scope.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAMS } from '../model/core/streams.ts'
import { ASSET_SCHEMAS } from '../model/schema/assets.ts'
import { COUNTED_MESSAGES } from '../rules/blast-factors.ts'
import type { BlastInput, BlastRadius, BlastUse } from '../rules/blast-radius.ts'
import { blastRadius } from '../rules/blast-radius.ts'
import type { ApiEnv } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { notFound } from './problem.ts'
import { assetView, personView } from './schemas/asset.ts'
import type { GptView } from './schemas/gpt.ts'
import { standingView } from './schemas/gpt.ts'

type Deps = Pick<ApiDeps, 'database'>

/** All that is known of one GPT, before it is shown. */
export interface GptRecord {
  readonly asset: Asset
  readonly people: ReadonlyMap<PersonId, Person>
  readonly standing: DefinitionStanding
  readonly blast: BlastRadius
}

/** The GPT, if the caller may see it; other assets are none. */
export async function findGpt({ database }: Deps, context: Context<ApiEnv>, id: string): Promise<Asset> {
  const row = await getAsset(database.drizzle, context.get('caller').scope, asAssetId(id))
  if (row === null || row.kind !== 'chatgpt.gpt') throw notFound('GPT')
  return row
}

/** A few statements an integration for as many GPTs as a page has, in the order in which they were given. */
export async function loadGpts(
  deps: Deps,
  context: Context<ApiEnv>,
  rows: readonly Asset[],
): Promise<GptRecord[]> {
  const { drizzle } = deps.database
  const ids = rows.flatMap(({ personIds }) => Object.values(personIds))
  const people = await getPeople(drizzle, context.get('caller').scope, ids)
  const records = new Map<AssetId, GptRecord>()
  for (const [integrationId, group] of Map.groupBy(rows, (row) => row.integrationId)) {
    const [standings, blasts] = await Promise.all([
      definitionStandings(
        drizzle,
        integrationId,
        group.map(({ id }) => id),
      ),
      blastRadii(deps, integrationId, group),
    ])
    for (const asset of group) {
      const [standing, blast] = [standings.get(asset.id), blasts.get(asset.id)]
      if (standing && blast) records.set(asset.id, { asset, people, standing, blast })
    }
  }
  return rows.flatMap(({ id }) => records.get(id) ?? [])
}

/** How many days of messages tell of use. */
const USE_DAYS = 30

async function blastRadii(
  { database: { sql, drizzle } }: Deps,
  integrationId: IntegrationId,
  gpts: readonly Asset[],
): Promise<ReadonlyMap<AssetId, BlastRadius>> {
  const gptIds = gpts.map(({ externalId }) => externalId)
  const checkpoints = await listCheckpoints(drizzle, integrationId)
  const wasRead = (stream: StreamName): boolean =>
    checkpoints.some((row) => row.stream === stream && row.completedAt !== null)
  const [configurations, shares, members, useOf] = await Promise.all([
    liveConfigurations(sql, integrationId, gptIds),
    wasRead('chatgpt.gpt_shared_users') ? countShares(sql, integrationId, gptIds) : null,
    wasRead('chatgpt.users') ? countWorkspaceMembers(sql, integrationId) : null,
    usesOf({ sql, drizzle }, integrationId, gptIds, wasRead),
  ])
  const configurationOf = new Map(configurations.map((one) => [one.parentId, one.attributes]))
  const sharesOf = shares && new Map(shares.map((one) => [one.gptId, one.shares]))
  return new Map(
    gpts.map((gpt) => {
      const input = inputOf(gpt, configurationOf.get(gpt.externalId))
      const { externalId } = gpt
      const direct = sharesOf === null ? input.shares : (sharesOf.get(externalId) ?? 0)
      const all = { ...input, shares: direct, workspaceMembers: members, use: useOf(externalId) }
      return [gpt.id, blastRadius(all)]
    }),
  )
}

function inputOf(
  { attributes }: Asset,
  live: Asset['attributes'] | undefined,
): Pick<BlastInput, 'visibility' | 'shares' | 'tools' | 'files'> {
  const gpt = ASSET_SCHEMAS['chatgpt.gpt'].parse(attributes)
  const configuration = live && ASSET_SCHEMAS['chatgpt.gpt_config'].parse(live)
  return {
    visibility: gpt.sharing?.visibility ?? gpt.visibility ?? null,
    shares: gpt.sharing?.recipients_count ?? gpt.recipients_count ?? null,
    tools: configuration?.tools ?? null,
    files: configuration?.files?.length ?? null,
  }
}

const MESSAGES = 'logs.CONVERSATION_MESSAGE'

/** What is not kept or not read is not known, which is not the same as unused. */
async function usesOf(
  { sql, drizzle }: Pick<ApiDeps['database'], 'sql' | 'drizzle'>,
  integrationId: IntegrationId,
  gptIds: readonly string[],
  wasRead: (stream: StreamName) => boolean,
): Promise<(gptId: string) => BlastUse> {
  const integration = await getIntegration(drizzle, ALL_INTEGRATIONS, integrationId)
  const mode = integration?.collectionMode ?? 'none'
  const unknown = (why: string) => (): BlastUse => ({ known: false, why })
  if (!modeAllows(mode, STREAMS[MESSAGES].leastMode)) {
    return unknown(`the collection mode “${mode}” keeps no messages`)
  }
  if (!wasRead(MESSAGES)) return unknown('messages have not been read to their end yet')
  const input = { integrationId, gptIds, days: USE_DAYS, most: COUNTED_MESSAGES }
  const counts = await countMessagesToGpts(sql, input)
  return (gptId) => ({ known: true, messages: counts.get(gptId) ?? 0, days: USE_DAYS })
}

export function gptView({ asset, people, standing, blast }: GptRecord): GptView {
  const { name, people: byRole } = assetView(asset, people, undefined)
  return {
    id: asset.id,
    integration_id: asset.integrationId,
    external_id: asset.externalId,
    name,
    owner: byRole.owner ?? null,
    visibility: inputOf(asset, undefined).visibility,
    deleted_at: asset.deletedAt,
    definition: standingView(standing),
    approval: standing.approval,
    blast_radius: { score: blast.score, level: blast.level },
  }
}

/** Authors of versions, as the caller may see them. */
export async function authorsOf(
  { database }: Deps,
  context: Context<ApiEnv>,
  versions: readonly { readonly authorPersonId: PersonId | null }[],
) {
  const ids = versions.flatMap(({ authorPersonId }) => authorPersonId ?? [])
  const people = await getPeople(database.drizzle, context.get('caller').scope, ids)
  return ({ authorPersonId: id }: { readonly authorPersonId: PersonId | null }) => {
    const person = id === null ? undefined : people.get(id)
    return person === undefined ? null : personView(person)
  }
}
