import type { DirectoryFact } from '../../model/core/directory.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Tx } from '../client.ts'
import type { FileRow } from './import-statements.ts'

/** Who of a file is who of the file before, and what the new one would take back of what the old one said of them. */

/**
 * Gives people without an id the one that somebody of their address has: a file of addresses alone is about the same
 * people as one with ids before it. Of several with one address the one who works there; nobody whom the file itself
 * names by id.
 */
export async function nameByAddress(
  tx: Tx,
  integrationId: IntegrationId,
  rows: readonly FileRow[],
): Promise<readonly FileRow[]> {
  const nameless = rows.filter(({ hasId }) => !hasId).map(({ externalId }) => externalId)
  if (nameless.length === 0) return rows
  const named = rows.filter(({ hasId }) => hasId).map(({ externalId }) => externalId)
  const found = await tx<{ address: string; id: string }[]>`
    select distinct on (lower(d.email)) lower(d.email) as address, d.external_id as id
    from directory_people d
    where d.integration_id = ${integrationId} and d.source = 'csv'
      and lower(d.email) in (select unnest(${nameless}::text[]))
      and not exists (select 1 from unnest(${named}::text[]) as named(id) where named.id = d.external_id)
    order by lower(d.email), d.status, d.left_at desc nulls last, d.external_id`
  const ids = new Map(found.map(({ address, id }) => [address, id]))
  return rows.map((row) =>
    row.hasId ? row : { ...row, externalId: ids.get(row.externalId) ?? row.externalId },
  )
}

/** Ids of people whose rows could not be read: by id, or by address where the file gives no id. */
export async function idsOfUnread(
  tx: Tx,
  integrationId: IntegrationId,
  unread: readonly string[],
): Promise<readonly string[]> {
  if (unread.length === 0) return []
  const names = unread as string[]
  const rows = await tx<{ id: string }[]>`
    select external_id as id from directory_people
    where integration_id = ${integrationId} and source = 'csv'
      and (external_id in (select unnest(${names}::text[])) or lower(email) in (select unnest(${names}::text[])))`
  return rows.map(({ id }) => id)
}

/** What the directory holds from files before an import, and how much of it is of people whom the new file names. */
export interface Before {
  readonly all: number
  readonly active: number
  readonly left: number
  /** Who had left, is named, and … */
  readonly leftNamed: number
  /** … would work there again. */
  readonly returning: number
  /** Of the people named, how many have this said of them; of the status, that they have left. */
  readonly told: Readonly<Record<DirectoryFact, number>>
}

export async function lookBefore(
  tx: Tx,
  integrationId: IntegrationId,
  rows: readonly FileRow[],
): Promise<Before> {
  const [row] = await tx<Record<'all' | 'active' | 'left' | 'named' | 'returning' | Told, number>[]>`
    select count(*)::int as "all",
      (count(*) filter (where d.status = 'active'))::int as active,
      (count(*) filter (where d.status = 'left'))::int as "left",
      (count(*) filter (where d.status = 'left' and r.id is not null))::int as named,
      (count(*) filter (where d.status = 'left' and r.status = 'active'))::int as returning,
      (count(d.left_at) filter (where r.id is not null))::int as left_at,
      (count(d.manager_email) filter (where r.id is not null))::int as manager,
      (count(d.department) filter (where r.id is not null))::int as department
    from directory_people d
    left join unnest(${rows.map(({ externalId }) => externalId)}::text[], ${rows.map(({ status }) => status)}::text[])
      as r(id, status) on r.id = d.external_id
    where d.integration_id = ${integrationId} and d.source = 'csv'`
  if (!row) throw new Error('an aggregate returned no row')
  const { all, active, left, named, returning, left_at, manager, department } = row
  return {
    all,
    active,
    left,
    leftNamed: named,
    returning,
    told: { status: named, left_at, manager, department },
  }
}

type Told = 'left_at' | 'manager' | 'department'
