import type { Database, Sql } from '../../../db/client.ts'
import type { DataKey } from '../../../db/seal/data-key.ts'
import { findDataKey, unsealJson } from '../../../db/seal/data-key.ts'
import type { MasterKey } from '../../../db/seal/master-key.ts'
import type { CollectedKind } from '../../../model/core/assets.ts'
import type { IntegrationId } from '../../../model/core/ids.ts'
import type { JsonObject } from '../../../model/core/json.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import { STREAMS } from '../../../model/core/streams.ts'
import type { Holdings } from '../../../simulator/truth/canonical.ts'
import { canonicalJson } from '../../../simulator/truth/canonical.ts'
import type { HeldPerson } from './held-assets.ts'
import { ASSET_PROJECTIONS } from './held-assets.ts'
import type { HeldEvent, HeldMessage } from './held-events.ts'
import { EVENT_PROJECTIONS, projectMessage } from './held-events.ts'

/** Lines of what the database holds of a stream, in the form in which the simulator tells the truth: id → fields. */
export type Lines = ReadonlyMap<string, string>

export const holdingsOf = (lines: Lines): Holdings => ({
  ids: lines.keys(),
  lineOf: (id) => lines.get(id) ?? '',
})

export class HeldStreams {
  readonly #sql: Sql
  readonly #integrationId: IntegrationId
  readonly #key: DataKey | null

  private constructor(sql: Sql, integrationId: IntegrationId, key: DataKey | null) {
    this.#sql = sql
    this.#integrationId = integrationId
    this.#key = key
  }

  static async open(
    database: Database,
    master: MasterKey,
    integrationId: IntegrationId,
  ): Promise<HeldStreams> {
    const key = await findDataKey(database.drizzle, master, integrationId, 'configuration')
    return new HeldStreams(database.sql, integrationId, key)
  }

  lines(stream: StreamName): Promise<Lines> {
    const { records } = STREAMS[stream]
    switch (records.type) {
      case 'asset':
        return this.#assets(records.kind)
      case 'event':
        return this.#events(stream)
      case 'message':
        return this.#messages()
      default:
        return records satisfies never
    }
  }

  async #assets(kind: CollectedKind): Promise<Lines> {
    const rows = await this.#sql<AssetRow[]>`
      select a.external_id as "externalId", a.attributes, a.sealed, coalesce(p.people, '{}'::jsonb) as people
      from assets a
      left join lateral (
        select jsonb_object_agg(e.key, jsonb_build_object('ref', p.ref, 'email', p.email, 'name', p.name)) as people
        from jsonb_each_text(a.person_ids) e join people p on p.id = e.value::uuid) p on true
      where a.integration_id = ${this.#integrationId} and a.kind = ${kind} and a.deleted_at is null`
    const project = ASSET_PROJECTIONS[kind]
    return new Map(
      rows.map(({ sealed, ...row }) => [
        row.externalId,
        canonicalJson(
          project({ ...row, sealed: this.#unseal({ kind, externalId: row.externalId }, sealed) }),
        ),
      ]),
    )
  }

  #unseal(asset: { kind: CollectedKind; externalId: string }, sealed: Uint8Array | null): JsonObject {
    if (sealed === null) return {}
    if (this.#key === null) throw new Error('Something is sealed, and there is no key for it.')
    return unsealJson(this.#key, asset, sealed)
  }

  async #events(stream: StreamName): Promise<Lines> {
    const project = EVENT_PROJECTIONS[stream]
    if (project === undefined) throw new Error(`Nobody has said how ${stream} is compared.`)
    const rows = await this.#sql<HeldEvent[]>`
      select e.event_id as id, to_char(e.occurred_at at time zone 'UTC', ${ISO_MICROS}) as "occurredAt",
        e.event_type as "eventType", e.action, e.actor_kind as "actorKind", p.ref as "actorRef",
        e.actor_key as "actorKey", e.attributes
      from events e left join people p on p.id = e.actor_person_id
      where e.integration_id = ${this.#integrationId} and e.stream = ${stream}`
    return new Map(rows.map((row) => [row.id, canonicalJson(project(row))]))
  }

  async #messages(): Promise<Lines> {
    const rows = await this.#sql<HeldMessage[]>`
      select m.message_id as id, to_char(m.occurred_at at time zone 'UTC', ${ISO_MICROS}) as "occurredAt",
        m.conversation_id as "conversationId", p.ref as "actorRef", m.author_kind as "authorKind", m.attributes
      from messages m left join people p on p.id = m.actor_person_id
      where m.integration_id = ${this.#integrationId}`
    return new Map(rows.map((row) => [row.id, canonicalJson(projectMessage(row))]))
  }
}

interface AssetRow {
  readonly externalId: string
  readonly attributes: JsonObject
  readonly sealed: Uint8Array | null
  readonly people: Readonly<Record<string, HeldPerson>>
}

const ISO_MICROS = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
