import { randomUUIDv7 } from 'node:crypto'
import type { Sql } from '../../src/db/client.ts'
import { importDirectory } from '../../src/db/directory/import-directory.ts'
import type { AssetKind } from '../../src/model/core/assets.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../../src/model/core/capabilities.ts'
import type { AssetId, IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import { asAssetId, asIntegrationId, asPersonId } from '../../src/model/core/ids.ts'
import type { JsonObject } from '../../src/model/core/json.ts'
import type { Plane } from '../../src/model/core/planes.ts'
import { PLANES } from '../../src/model/core/planes.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'

/** Puts rows where a collection would have put them, for tests of what comes after it. */

/** An integration whose given planes were granted and read to their end. */
export async function plantIntegration(sql: Sql, planes: readonly Plane[] = PLANES): Promise<IntegrationId> {
  const id = asIntegrationId(randomUUIDv7())
  const chatgpt = planes.includes('chatgpt')
  const platform = planes.includes('platform')
  await sql`
    insert into integrations (id, display_name, workspace_id, organization_id, collection_mode, own_domains,
      phase, reads_platform, created_by)
    values (${id}, ${`planted ${id}`}, ${chatgpt ? randomUUIDv7() : null},
      ${platform ? `org-${id}` : null}, 'metadata', '{example.com}', 'idle', ${platform},
      '{"kind":"system","id":"test","label":"test"}'::jsonb)`
  for (const capability of CAPABILITIES) {
    const granted = planes.includes(CAPABILITY_FACTS[capability].plane)
    await sql`
      insert into capabilities (integration_id, capability, state, result_code, detail, checked_at)
      values (${id}, ${capability}, ${granted ? 'granted' : 'absent'}, ${granted ? 'ok' : 'not_configured'},
        '', now())`
  }
  for (const stream of STREAM_NAMES.filter((name) => planes.includes(STREAMS[name].plane))) {
    await sql`
      insert into checkpoints (integration_id, lane, stream, fence, run_no, started_at, complete_run_no,
        completed_at)
      values (${id}, ${STREAMS[stream].lane}, ${stream}, '{1,1,1}', 1, now(), 1, now())`
  }
  return id
}

export async function plantPerson(
  sql: Sql,
  integrationId: IntegrationId,
  ref: string,
  email: string | null,
): Promise<PersonId> {
  const id = asPersonId(randomUUIDv7())
  await sql`
    insert into people (id, integration_id, ref, email) values (${id}, ${integrationId}, ${ref}, ${email})`
  return id
}

export interface PlantedAsset {
  readonly kind: AssetKind
  readonly externalId: string
  readonly attributes: JsonObject
  readonly people?: Readonly<Record<string, PersonId>>
}

/** Writes an asset as a later collection would: same upstream id, same row. */
export async function plantAsset(
  sql: Sql,
  integrationId: IntegrationId,
  asset: PlantedAsset,
): Promise<AssetId> {
  const parent = asset.externalId.includes('/') ? (asset.externalId.split('/')[0] ?? null) : null
  const [row] = await sql<{ id: string }[]>`
    insert into assets (id, integration_id, kind, external_id, parent_id, attributes, person_ids, content_hash)
    values (${randomUUIDv7()}, ${integrationId}, ${asset.kind}, ${asset.externalId}, ${parent},
      ${JSON.stringify(asset.attributes)}::text::jsonb, ${JSON.stringify(asset.people ?? {})}::text::jsonb,
      md5(${JSON.stringify(asset.attributes)}))
    on conflict (integration_id, kind, external_id) do update set attributes = excluded.attributes,
      content_hash = excluded.content_hash, changed_at = now(), deleted_at = null
    returning id`
  return asAssetId(row?.id ?? '')
}

export async function plantActivity(
  sql: Sql,
  integrationId: IntegrationId,
  personId: PersonId,
  signal: string,
  at: Date,
): Promise<void> {
  await sql`
    insert into person_activity (integration_id, person_id, signal, last_at)
    values (${integrationId}, ${personId}, ${signal}, ${at.toISOString()}::text::timestamptz)`
}

interface PlantedColleague {
  readonly email: string
  /** Absent: works here. */
  readonly leftAt?: Date
}

/** A company's directory as a file has left it. */
export async function plantDirectory(
  sql: Sql,
  integrationId: IntegrationId,
  colleagues: readonly PlantedColleague[],
): Promise<void> {
  await importDirectory(sql, {
    integrationId,
    rows: colleagues.map(({ email, leftAt }) => ({
      externalId: email.toLowerCase(),
      email,
      status: leftAt === undefined ? 'active' : 'left',
      managerEmail: null,
      department: 'Sales',
      leftAt: leftAt?.toISOString() ?? null,
    })),
    unread: [],
    replaces: true,
    mayShrink: true,
    isDryRun: false,
  })
}
