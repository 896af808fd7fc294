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

interface Lives {
  /** Of those who have an address. */
  readonly domains: ReadonlyMap<PersonId, string>
  readonly signs: readonly SignOfLife[]
}

/**
 * The newest signs of life of people, by signal, and the domains of their addresses, which stay here. One human can be several rows of `people`: each plane
 * has ids of its own, and some log records give an address alone. Rows with the same address (letter
 * case aside) are the same human. Three lookups by index in place of one join: the planner would hash
 * the whole table for each chunk, which makes a walk over the tenant quadratic.
 */
export function livesOf(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<Lives> {
  return quietly(
    (async () => {
      const asked = await addressesOf(sql, integrationId, personIds)
      const aliases = await peopleAt(sql, integrationId, [...new Set(asked.map(({ address }) => address))])
      const askedBy = humansOf(personIds, asked, aliases)
      const signs = await newestOf(sql, integrationId, [...askedBy.keys()])
      return {
        domains: new Map(asked.flatMap(({ id, domain }) => (domain === null ? [] : [[id, domain]]))),
        signs: newestPerHuman(signs, askedBy),
      }
    })(),
  )
}

interface Addressed {
  readonly id: PersonId
  /** Lower case. */
  readonly address: string
}

const addressesOf = (sql: Sql, integrationId: IntegrationId, ids: readonly PersonId[]) =>
  sql<(Addressed & { readonly domain: string | null })[]>`
    select id, lower(email) as address,
      case when email like '%_@_%' then lower(trim(split_part(email, '@', 2))) end as domain
    from people
    where integration_id = ${integrationId} and id = any(${ids as PersonId[]}::uuid[]) and email is not null`

const peopleAt = (sql: Sql, integrationId: IntegrationId, addresses: readonly string[]) =>
  sql<Addressed[]>`
    select id, lower(email) as address from people
    where integration_id = ${integrationId} and lower(email) = any(${addresses as string[]}::text[])`

const newestOf = (sql: Sql, integrationId: IntegrationId, ids: readonly PersonId[]) =>
  sql<SignOfLife[]>`
    select person_id as "personId", signal, extract(epoch from last_at)::float8 as "lastAt"
    from person_activity
    where integration_id = ${integrationId} and person_id = any(${ids as PersonId[]}::uuid[])`

/** For every row of `people` that may have signs: whose signs they are, of those who were asked for. */
function humansOf(
  personIds: readonly PersonId[],
  asked: readonly Addressed[],
  aliases: readonly Addressed[],
): ReadonlyMap<PersonId, ReadonlySet<PersonId>> {
  const at = Map.groupBy(asked, ({ address }) => address)
  const askedBy = new Map<PersonId, Set<PersonId>>()
  for (const id of personIds) askedBy.set(id, new Set([id]))
  for (const { id, address } of aliases) {
    const humans = askedBy.get(id) ?? new Set()
    for (const human of at.get(address) ?? []) humans.add(human.id)
    askedBy.set(id, humans)
  }
  return askedBy
}

function newestPerHuman(
  signs: readonly SignOfLife[],
  askedBy: ReadonlyMap<PersonId, ReadonlySet<PersonId>>,
): SignOfLife[] {
  const newest = new Map<string, SignOfLife>()
  for (const { personId: rowId, signal, lastAt } of signs) {
    for (const personId of askedBy.get(rowId) ?? []) {
      const key = `${personId} ${signal}`
      const known = newest.get(key)
      if (!known || known.lastAt < lastAt) newest.set(key, { personId, signal, lastAt })
    }
  }
  return [...newest.values()]
}
