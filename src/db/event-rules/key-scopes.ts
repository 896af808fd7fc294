import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * What the platform's audit log told last of the scopes of some keys, by the key's id; keys that it does not tell of are
 * absent. It looks through what is kept of that log, which is why it is asked for our own keys alone, once an evaluation.
 */
export async function keyScopes(
  sql: Sql,
  integrationId: IntegrationId,
  keyIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (keyIds.length === 0) return new Map()
  const rows = await quietly(sql<{ keyId: string; scopes: unknown[] }[]>`
    select distinct on (key_id) key_id as "keyId", scopes from (
      select attributes #>> '{detail,id}' as key_id, occurred_at, event_id,
        coalesce(attributes #> '{detail,changes_requested,scopes}', attributes #> '{detail,data,scopes}') as scopes
      from events
      where integration_id = ${integrationId} and stream = 'platform.audit_logs'
        and event_type in ('api_key.created', 'api_key.updated')
        and attributes #>> '{detail,id}' = any(${keyIds as string[]}::text[])) as told
    where jsonb_typeof(scopes) = 'array'
    order by key_id, occurred_at desc, event_id desc`)
  return new Map(
    rows.map(({ keyId, scopes }) => [keyId, scopes.filter((scope) => typeof scope === 'string')]),
  )
}
