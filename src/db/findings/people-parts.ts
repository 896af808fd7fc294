import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { ActivitySignal } from '../../model/core/signals.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

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

interface MemberStanding {
  readonly personId: PersonId
  /** `absent`: not listed so far. That is gone for what is older than the listing, and unknown for what is newer. */
  readonly standing: 'active' | 'disabled' | 'gone' | 'absent'
}

/**
 * How people stand in the workspace, whose members were read to the end. People known by an address alone are left
 * out; which member they are nobody can say from here.
 */
export function memberStandings(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<MemberStanding[]> {
  return quietly(sql<MemberStanding[]>`
    select p.id as "personId", case
        when a.id is null then 'absent'
        when a.deleted_at is not null then 'gone'
        when a.attributes ->> 'status' = 'inactive' then 'disabled'
        else 'active' end as standing
    from people p
    left join assets a on a.integration_id = p.integration_id and a.kind = 'chatgpt.user'
      and a.external_id = substr(p.ref, 6)
    where p.integration_id = ${integrationId} and p.id = any(${personIds as PersonId[]}::uuid[])
      and p.ref like 'user:%'`)
}

interface PeopleCount {
  readonly all: number
  readonly admins: number
  readonly unknown: number
}

/** Enabled people of a plane, machines left out, and how many of them have one of these roles, or none that is known. */
export async function countPeople(
  sql: Sql,
  of: {
    readonly integrationId: IntegrationId
    readonly kind: 'platform.user' | 'chatgpt.user'
    readonly adminRoles: readonly string[]
    readonly knownRoles: readonly string[]
  },
): Promise<PeopleCount> {
  const [row] = await quietly(sql<PeopleCount[]>`
    select count(*)::int as "all",
      (count(*) filter (where attributes ->> 'role' = any(${of.adminRoles as string[]}::text[])))::int as admins,
      (count(*) filter (where (attributes ->> 'role' = any(${of.knownRoles as string[]}::text[])) is not true))::int
        as unknown
    from assets
    where integration_id = ${of.integrationId} and kind = ${of.kind} and deleted_at is null
      and attributes ->> 'status' is distinct from 'inactive'
      and attributes ->> 'enabled' is distinct from 'false' and attributes ->> 'banned' is distinct from 'true'
      and attributes ->> 'is_service_account' is distinct from 'true'`)
  return row ?? { all: 0, admins: 0, unknown: 0 }
}

interface SignOfLife {
  readonly personId: PersonId
  readonly signal: ActivitySignal
  /** Unix seconds. */
  readonly lastAt: number
}

/** The newest signs of life of these rows of `people`, by signal. */
export function signsOfLife(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<SignOfLife[]> {
  return quietly(sql<SignOfLife[]>`
    select person_id as "personId", signal, extract(epoch from last_at)::float8 as "lastAt"
    from person_activity
    where integration_id = ${integrationId} and person_id = any(${personIds as PersonId[]}::uuid[])`)
}
