import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** One human behind several rows of `people`: some records name an id, others an address alone. */
export interface Human {
  /** The smallest of the rows' ids: the same whichever of them is asked for. */
  readonly id: PersonId
  readonly aliases: readonly PersonId[]
}

interface Addressed {
  readonly id: PersonId
  readonly address: string
}

/**
 * Who these people are, by each row of theirs, also by rows that were not asked for. Rows with the same address (letter
 * case aside) are the same human, as everywhere else; whoever has no address is only themselves.
 */
export async function humansOf(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Human>> {
  const asked = await addressesOf(sql, integrationId, personIds)
  const addresses = [...new Set(asked.map(({ address }) => address))]
  const rows = Map.groupBy(await peopleAt(sql, integrationId, addresses), ({ address }) => address)
  const humans = new Map<PersonId, Human>()
  for (const id of personIds) humans.set(id, { id, aliases: [id] })
  for (const same of rows.values()) {
    const aliases = same.map(({ id }) => id).toSorted()
    const [id] = aliases
    if (id === undefined) continue
    for (const alias of aliases) humans.set(alias, { id, aliases })
  }
  return humans
}

const addressesOf = (sql: Sql, integrationId: IntegrationId, ids: readonly PersonId[]) =>
  quietly(sql<Addressed[]>`
    select id, lower(email) as address from people
    where integration_id = ${integrationId} and id = any(${ids as PersonId[]}::uuid[]) and email is not null`)

const peopleAt = (sql: Sql, integrationId: IntegrationId, addresses: readonly string[]) =>
  quietly(sql<Addressed[]>`
    select id, lower(email) as address from people
    where integration_id = ${integrationId} and lower(email) = any(${addresses as string[]}::text[])`)
