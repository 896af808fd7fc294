import type { Sql } from '../../src/db/client.ts'
import type { IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import type { JsonObject } from '../../src/model/core/json.ts'
import type { StreamName } from '../../src/model/core/streams.ts'

export interface PlantedEvent {
  readonly eventId: string
  readonly at: Date
  /** `USER_ROLE_UPDATED`, `scim.disabled` … */
  readonly deed: string
  readonly actor?: PersonId | { readonly key: string } | null
  readonly attributes?: JsonObject
}

/** Commits some events of a stream as one batch, as a collection would have: with the next `seq` of its checkpoint. */
export async function plantEvents(
  sql: Sql,
  integrationId: IntegrationId,
  stream: StreamName,
  events: readonly PlantedEvent[],
): Promise<void> {
  await sql.begin(async (tx) => {
    const [row] = await tx<{ seq: number }[]>`
      update checkpoints set seq = seq + 1 where integration_id = ${integrationId} and stream = ${stream}
      returning seq::float8 as seq`
    for (const { eventId, at, deed, actor = null, attributes = {} } of events) {
      const person = typeof actor === 'string' ? actor : null
      const key = typeof actor === 'object' ? (actor?.key ?? null) : null
      // The platform's log has types, the workspace's logs have actions.
      const isPlatform = stream.startsWith('platform.')
      await tx`
        insert into events (integration_id, stream, event_id, occurred_at, seq, event_type, action, actor_kind,
          actor_person_id, actor_key, attributes)
        values (${integrationId}, ${stream}, ${eventId}, ${at.toISOString()}::text::timestamptz, ${row?.seq ?? 0},
          ${isPlatform ? deed : stream.replace('logs.', '')}, ${isPlatform ? null : deed},
          ${person === null ? (key === null ? 'unknown' : 'api_key') : 'person'}, ${person}, ${key},
          ${JSON.stringify(attributes)}::text::jsonb)`
    }
  })
}
