import type { AssetId, PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AssetDraft } from '../../model/core/records.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Batch } from '../batches/batch.ts'
import type { Tx } from '../client.ts'
import { unsealJson } from '../seal/data-key.ts'
import { lockDefinitionsTx } from './definitions-lock.ts'
import { definitionHash, makeDefinition } from './make-definition.ts'

/**
 * The history of definitions. A GPT's definition is the GPT and the configuration that it calls its latest, and those
 * come in batches of two streams: so whenever either changed, the definition is made again out of what is stored, and
 * a version is added where it differs from the newest. While the latest configuration is not stored there is no
 * definition, and none is added: the configuration's own batch will do it.
 *
 * In the transaction of the assets, so that no version is lost, and a batch that is tried again finds its own version
 * and adds none. For streams without definitions, and batches in which nothing changed, it costs nothing or one look.
 */
type DefiningStream = 'chatgpt.gpts' | 'chatgpt.gpt_configs'

const isDefining = (stream: StreamName): stream is DefiningStream =>
  stream === 'chatgpt.gpts' || stream === 'chatgpt.gpt_configs'

/** `changed` are the assets of the batch that were written. */
export async function noteVersions(
  tx: Tx,
  batch: Batch,
  assets: readonly AssetDraft[],
  changed: readonly AssetDraft[],
): Promise<void> {
  if (!isDefining(batch.stream) || assets.length === 0) return
  const of = new Set(changed.map(gptOf))
  // What was stored before there were versions has none until it is read again, unchanged as it may be.
  const never = await withoutVersions(tx, batch, [...new Set(assets.map(gptOf))])
  const gpts = [...new Set([...of, ...never])]
  if (gpts.length === 0) return
  await lockDefinitionsTx(tx, batch.integrationId)
  const made = (await currentParts(tx, batch, gpts)).flatMap((row) => versionOf(row, batch) ?? [])
  if (made.length > 0) await insertVersions(tx, batch, made)
}

const gptOf = ({ parentId, externalId }: AssetDraft): string => parentId ?? externalId

async function withoutVersions(
  tx: Tx,
  { integrationId }: Batch,
  gpts: readonly string[],
): Promise<readonly string[]> {
  const rows = await tx<{ externalId: string }[]>`
    select a.external_id as "externalId" from assets a
    where a.integration_id = ${integrationId} and a.kind = 'chatgpt.gpt'
      and a.external_id = any(${gpts as string[]}::text[])
      and not exists (select from asset_versions v
        where v.integration_id = a.integration_id and v.asset_id = a.id)`
  return rows.map(({ externalId }) => externalId)
}

interface Parts {
  readonly assetId: AssetId
  readonly gpt: JsonObject
  readonly configurationId: string
  readonly externalId: string
  readonly configuration: JsonObject
  readonly sealed: Uint8Array | null
  readonly author: PersonId | null
  readonly no: number | null
  readonly hash: string | null
}

function currentParts(tx: Tx, { integrationId }: Batch, gpts: readonly string[]): Promise<Parts[]> {
  return tx<Parts[]>`
    select g.id as "assetId", g.attributes as gpt, g.attributes #>> '{latest_config,id}' as "configurationId",
      c.external_id as "externalId", c.attributes as configuration, c.sealed, c.person_ids ->> 'author' as author,
      v.no, v.definition_hash as hash
    from assets g
    join assets c on c.integration_id = g.integration_id and c.kind = 'chatgpt.gpt_config'
      and c.external_id = g.external_id || '/' || (g.attributes #>> '{latest_config,id}') and c.deleted_at is null
    left join lateral (select no, definition_hash from asset_versions
      where integration_id = g.integration_id and asset_id = g.id order by no desc limit 1) v on true
    where g.integration_id = ${integrationId} and g.kind = 'chatgpt.gpt'
      and g.external_id = any(${gpts as string[]}::text[]) and g.deleted_at is null`
}

interface Version {
  readonly assetId: AssetId
  readonly no: number
  readonly definitionHash: string
  readonly definition: JsonObject
  readonly configurationId: string
  /** Unix seconds. */
  readonly configuredAt: number | null
  readonly author: PersonId | null
}

/** Null where it is the definition that the newest version has. */
function versionOf(parts: Parts, { dataKey }: Batch): Version | null {
  const { assetId, gpt, configuration } = parts
  const asset = { kind: 'chatgpt.gpt_config', externalId: parts.externalId }
  const sealed = unsealJson(dataKey, asset, parts.sealed)
  const definition = makeDefinition({ assetId, gpt, configuration, sealed }, dataKey)
  const hash = definitionHash(definition)
  if (hash === parts.hash) return null
  const { created_at: at } = configuration
  return {
    assetId,
    no: (parts.no ?? 0) + 1,
    definitionHash: hash,
    definition: definition as unknown as JsonObject,
    configurationId: parts.configurationId,
    configuredAt: typeof at === 'number' && at >= 0 && at <= LAST_SECOND ? at : null,
    author: parts.author,
  }
}

/** Of the year 9999. */
const LAST_SECOND = 253_402_300_799

async function insertVersions(tx: Tx, { integrationId }: Batch, versions: readonly Version[]): Promise<void> {
  await tx`
    insert into asset_versions (integration_id, asset_id, no, definition_hash, definition, configuration_id,
      configured_at, author_person_id)
    select ${integrationId}, u.asset_id::uuid, u.no, u.hash, u.definition::jsonb, u.configuration_id,
      to_timestamp(u.configured_at), u.author::uuid
    from unnest(${versions.map(({ assetId }) => assetId)}::text[],
      ${versions.map(({ no }) => no)}::int[],
      ${versions.map(({ definitionHash }) => definitionHash)}::text[],
      ${versions.map(({ definition }) => JSON.stringify(definition))}::text[],
      ${versions.map(({ configurationId }) => configurationId)}::text[],
      ${versions.map(({ configuredAt }) => configuredAt)}::float8[],
      ${versions.map(({ author }) => author)}::text[])
      as u(asset_id, no, hash, definition, configuration_id, configured_at, author)`
}
