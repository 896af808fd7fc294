import type { AssetId, IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { ActivitySignal } from '../../model/core/signals.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

interface OfPerson {
  readonly personId: PersonId
}

export interface AccountRow extends OfPerson {
  readonly assetId: AssetId
  readonly kind: 'platform.user' | 'chatgpt.user'
  readonly externalId: string
  readonly attributes: JsonObject
  /** ISO; null while upstream lists it. */
  readonly deletedAt: string | null
}

/** Accounts of people, also those that are gone; a person's own id upstream leads to them, so that an index does. */
export function accountsOf(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<AccountRow[]> {
  return quietly(sql<AccountRow[]>`
    select p.id as "personId", a.id as "assetId", a.kind, a.external_id as "externalId", a.attributes,
      a.deleted_at as "deletedAt"
    from people p join assets a on a.integration_id = p.integration_id
      and a.kind in ('platform.user', 'chatgpt.user') and a.external_id = substr(p.ref, 6)
    where p.integration_id = ${integrationId} and p.id = any(${personIds as PersonId[]}::uuid[])
      and p.ref like 'user:%'
    order by a.kind, a.external_id`)
}

export interface OwnedWork extends OfPerson {
  readonly assetId: AssetId
  readonly kind: 'chatgpt.gpt' | 'chatgpt.agent'
  readonly externalId: string
  readonly attributes: JsonObject
}

/** GPTs and agents that people own. */
export function worksOwned(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<OwnedWork[]> {
  return quietly(sql<OwnedWork[]>`
    select (person_ids ->> 'owner')::uuid as "personId", id as "assetId", kind, external_id as "externalId", attributes
    from assets
    where integration_id = ${integrationId} and kind in ('chatgpt.gpt', 'chatgpt.agent') and deleted_at is null
      and person_ids ->> 'owner' = any(${personIds as PersonId[]}::text[])
    order by kind, external_id`)
}

export interface SignRow extends OfPerson {
  readonly signal: ActivitySignal
  /** ISO. */
  readonly lastAt: string
}

/** The newest signs of life, by the very id that each was seen under. */
export function signsOf(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<SignRow[]> {
  return quietly(sql<SignRow[]>`
    select person_id as "personId", signal, last_at as "lastAt" from person_activity
    where integration_id = ${integrationId} and person_id = any(${personIds as PersonId[]}::uuid[])
    order by last_at desc`)
}
