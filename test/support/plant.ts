import { randomUUIDv7 } from 'node:crypto'
import type { Sql } from '../../src/db/client.ts'
import { importDirectory } from '../../src/db/directory/import-directory.ts'
import type { ActivitySubject, DailySignal } from '../../src/model/core/activity.ts'
import type { AssetKind } from '../../src/model/core/assets.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../../src/model/core/capabilities.ts'
import type { AssetId, IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import { asAssetId, asIntegrationId, asPersonId } from '../../src/model/core/ids.ts'
import type { JsonObject } from '../../src/model/core/json.ts'
import type { Plane } from '../../src/model/core/planes.ts'
import { PLANES } from '../../src/model/core/planes.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'

/** Puts rows where a collection would have put them, for tests of what comes after it. */

/** An integration of some months whose given planes were granted and read to their end. */
export async function plantIntegration(sql: Sql, planes: readonly Plane[] = PLANES): Promise<IntegrationId> {
  const id = asIntegrationId(randomUUIDv7())
  const chatgpt = planes.includes('chatgpt')
  const platform = planes.includes('platform')
  await sql`
    insert into integrations (id, display_name, workspace_id, organization_id, collection_mode, own_domains,
      phase, reads_platform, created_by, created_at)
    values (${id}, ${`planted ${id}`}, ${chatgpt ? randomUUIDv7() : null},
      ${platform ? `org-${id}` : null}, 'metadata', '{example.com}', 'idle', ${platform},
      '{"kind":"system","id":"test","label":"test"}'::jsonb, '2026-06-01T00:00:00Z')`
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

/** How much somebody or something did on a day, as it is counted. */
export async function plantDay(
  sql: Sql,
  integrationId: IntegrationId,
  of: {
    readonly kind: ActivitySubject
    readonly subject: string
    readonly signal: DailySignal
    readonly at: Date
    readonly count: number
  },
): Promise<void> {
  const at = of.at.toISOString()
  await sql`
    insert into activity_daily (integration_id, subject_kind, subject, day, signal, count, last_at)
    values (${integrationId}, ${of.kind}, ${of.subject}, (${at}::text::timestamptz at time zone 'UTC')::date, ${of.signal},
      ${of.count}, ${at}::text::timestamptz)`
}

/** A list that was read to its end by a run of that time, when days were counted already. */
export async function plantLook(
  sql: Sql,
  integrationId: IntegrationId,
  stream: StreamName,
  at: Date,
): Promise<void> {
  const [id, moment] = [randomUUIDv7(), at.toISOString()]
  await sql`
    insert into runs (id, integration_id, run_no, kind, state, workflow_id, requested_by, started_at, ended_at)
    select ${id}, ${integrationId}, 1_000 + count(*), 'key_check', 'completed', 'planted',
      '{"kind":"system","id":"test","label":"test"}'::jsonb, ${moment}::text::timestamptz, ${moment}::text::timestamptz
    from runs where integration_id = ${integrationId}`
  await sql`
    insert into run_streams (run_id, stream, state, started_at, ended_at)
    values (${id}, ${stream}, 'completed', ${moment}::text::timestamptz, ${moment}::text::timestamptz)`
  await sql`
    insert into activity_cursors (integration_id, stream, seq, since)
    values (${integrationId}, 'platform.audit_logs', 0, ${moment}::text::timestamptz) on conflict do nothing`
}

export interface PlantedColleague {
  readonly email: string
  /** Absent: works here. */
  readonly leftAt?: Date
  /** Absent: Sales. */
  readonly department?: string
  readonly managerEmail?: string
}

/** A company's directory as a file has left it. */
export async function plantDirectory(
  sql: Sql,
  integrationId: IntegrationId,
  colleagues: readonly PlantedColleague[],
): Promise<void> {
  await importDirectory(sql, {
    integrationId,
    rows: colleagues.map(({ email, leftAt, department = 'Sales', managerEmail = null }) => ({
      externalId: email.toLowerCase(),
      hasId: false,
      email,
      status: leftAt === undefined ? 'active' : 'left',
      managerEmail,
      department,
      leftAt: leftAt?.toISOString() ?? null,
    })),
    saysNothingOf: [],
    unread: [],
    replaces: true,
    mayShrink: true,
    isDryRun: false,
  })
}
