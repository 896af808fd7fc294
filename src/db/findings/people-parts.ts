import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { ActivitySignal } from '../../model/core/signals.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** The domains of people's e-mail addresses, lower case; whoever has no address is absent. The address stays here. */
export async function emailDomains(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  const rows = await quietly(sql<{ id: PersonId; domain: string }[]>`
    select id, lower(trim(split_part(email, '@', 2))) as domain from people
    where integration_id = ${integrationId} and id = any(${personIds as PersonId[]}::uuid[])
      and email like '%_@_%'`)
  return new Map(rows.map(({ id, domain }) => [id, domain]))
}

/** Who sent an invite, where the audit log tells: the invite itself does not. */
export async function inviteSenders(
  sql: Sql,
  integrationId: IntegrationId,
  inviteIds: readonly string[],
): Promise<ReadonlyMap<string, PersonId>> {
  const rows = await quietly(sql<{ inviteId: string; personId: PersonId }[]>`
    select distinct on (1) attributes #>> '{detail,id}' as "inviteId", actor_person_id as "personId"
    from events
    where integration_id = ${integrationId} and stream = 'platform.audit_logs'
      and event_type = 'invite.sent' and actor_person_id is not null
      and attributes #>> '{detail,id}' = any(${inviteIds as string[]}::text[])
    order by 1, occurred_at desc`)
  return new Map(rows.map(({ inviteId, personId }) => [inviteId, personId]))
}

interface SignOfLife {
  readonly personId: PersonId
  readonly signal: ActivitySignal
  /** Unix seconds. */
  readonly lastAt: number
}

/**
 * The newest signs of life of people, by signal. One human can be several rows of `people`: each plane
 * has ids of its own, and some log records give an address alone. Rows with the same address (letter
 * case aside) are the same human.
 */
export function signsOfLife(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<SignOfLife[]> {
  return quietly(sql<SignOfLife[]>`
    with asked as (
      select id, lower(email) as email from people
      where integration_id = ${integrationId} and id = any(${personIds as PersonId[]}::uuid[])),
    rows_of_one as (
      select id as asked_id, id from asked
      union
      select asked.id, other.id from asked
      join people other on other.integration_id = ${integrationId} and lower(other.email) = asked.email)
    select r.asked_id as "personId", a.signal, extract(epoch from max(a.last_at))::float8 as "lastAt"
    from rows_of_one r
    join person_activity a on a.integration_id = ${integrationId} and a.person_id = r.id
    group by r.asked_id, a.signal`)
}
