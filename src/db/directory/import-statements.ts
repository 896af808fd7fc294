import { randomUUIDv7 } from 'node:crypto'
import type { DirectoryStatus } from '../../model/core/directory.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Tx } from '../client.ts'

/** A person as a file tells of them. */
export interface DirectoryRow {
  readonly externalId: string
  readonly email: string
  readonly status: DirectoryStatus
  readonly managerEmail: string | null
  readonly department: string | null
  /** ISO. */
  readonly leftAt: string | null
}

/** The same as a file has it. */
export interface FileRow extends DirectoryRow {
  /** False: the file gives no id, and `externalId` is the address in lower case. */
  readonly hasId: boolean
}

/** One import of an integration at a time: two that interleave would each count what the other does. */
export async function lockDirectory(tx: Tx, integrationId: IntegrationId): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`directory ${integrationId}`}, 0))`
}

/** Writes those that are new or say something else. */
export async function putFilePeople(
  tx: Tx,
  integrationId: IntegrationId,
  rows: readonly DirectoryRow[],
): Promise<{ readonly added: number; readonly changed: number }> {
  const written = await tx<{ added: boolean }[]>`
    insert into directory_people as d (id, integration_id, source, external_id, email, status, manager_email,
      department, left_at)
    select u.id::uuid, ${integrationId}, 'csv', u.external_id, u.email, u.status, u.manager_email, u.department,
      u.left_at::timestamptz
    from unnest(${rows.map(() => randomUUIDv7())}::text[], ${rows.map((row) => row.externalId)}::text[],
      ${rows.map((row) => row.email)}::text[], ${rows.map((row) => row.status)}::text[],
      ${rows.map((row) => row.managerEmail)}::text[], ${rows.map((row) => row.department)}::text[],
      ${rows.map((row) => row.leftAt)}::text[])
      as u(id, external_id, email, status, manager_email, department, left_at)
    on conflict (integration_id, source, external_id) do update set email = excluded.email,
      status = excluded.status, manager_email = excluded.manager_email, department = excluded.department,
      left_at = excluded.left_at, updated_at = now()
    where (d.email, d.status, d.manager_email, d.department, d.left_at) is distinct from
      (excluded.email, excluded.status, excluded.manager_email, excluded.department, excluded.left_at)
    -- A row that was updated names the transaction that ended its version before; a new one names none.
    returning (d.xmax = 0) as added`
  const added = written.filter((row) => row.added).length
  return { added, changed: written.length - added }
}

/** Takes away whom a file does not name any more. */
export async function removeFilePeople(
  tx: Tx,
  integrationId: IntegrationId,
  named: readonly string[],
): Promise<number> {
  const { count } = await tx`
    delete from directory_people d where d.integration_id = ${integrationId} and d.source = 'csv'
      and not exists (select 1 from unnest(${named as string[]}::text[]) as named(id) where named.id = d.external_id)`
  return count
}

export async function countFileStatuses(
  tx: Tx,
  integrationId: IntegrationId,
): Promise<Readonly<Record<DirectoryStatus, number>>> {
  const [row] = await tx<{ active: number; left: number }[]>`
    select (count(*) filter (where status = 'active'))::int as active,
      (count(*) filter (where status = 'left'))::int as "left"
    from directory_people where integration_id = ${integrationId} and source = 'csv'`
  return row ?? { active: 0, left: 0 }
}
