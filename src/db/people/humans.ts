import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

/** One human behind several rows of `people`: some records name an id, others an address alone. */
export interface Human {
  /** The smallest of the rows' ids: the same whichever of them is asked for. */
  readonly id: PersonId
  readonly aliases: readonly PersonId[]
  /** In lower case; null where none is known. */
  readonly address: string | null
  /** Of their address, in lower case; null where there is none. */
  readonly domain: string | null
}

interface Row {
  readonly id: PersonId
  readonly alias: PersonId
  readonly address: string
  readonly domain: string | null
}

/**
 * Who these people are, by each row of theirs, also by rows that were not asked for. Rows with the same address (letter
 * case aside) are the same human, as everywhere else; whoever has no address is only themselves.
 *
 * `offset 0` makes Postgres look each address up by index: joined freely, it would read the whole table for each chunk of
 * a walk over the tenant, which makes the walk quadratic.
 */
export async function humansOf(
  sql: Sql | Tx,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Human>> {
  const rows = await quietly(sql<Row[]>`
    select p.id, alias.id as alias, lower(p.email) as address,
      case when p.email like '%_@_%' then lower(trim(split_part(p.email, '@', 2))) end as domain
    from people p cross join lateral (
      select o.id from people o
      where o.integration_id = p.integration_id and lower(o.email) = lower(p.email)
      offset 0) alias
    where p.integration_id = ${integrationId} and p.id = any(${personIds as PersonId[]}::uuid[])
      and p.email is not null
    order by alias.id`)
  const humans = new Map<PersonId, Human>()
  for (const id of personIds) humans.set(id, { id, aliases: [id], address: null, domain: null })
  for (const [asked, same] of Map.groupBy(rows, ({ id }) => id)) {
    const aliases = same.map(({ alias }) => alias)
    const { address = null, domain = null } = same[0] ?? {}
    const human = { id: aliases[0] ?? asked, aliases, address, domain }
    for (const alias of aliases) humans.set(alias, human)
  }
  return humans
}
