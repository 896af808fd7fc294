import type { SQL } from 'drizzle-orm'
import { and, asc, count, eq, getTableColumns, isNotNull, sql } from 'drizzle-orm'
import type { DirectoryStatus } from '../../model/core/directory.ts'
import type { DirectoryPersonId, IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { holdLiving } from '../integrations/hold-living.ts'
import { directoryPeople } from '../schema/directory.ts'

/**
 * People whom an identity provider tells us of. One that it has deleted stays as somebody who has left, without the names
 * that it goes by: then it is in no answer and in nobody's way, as RFC 7644 asks for.
 */

export interface ScimPersonValues {
  readonly externalId: string
  readonly userName: string
  readonly email: string
  readonly status: DirectoryStatus
  readonly managerEmail: string | null
  readonly department: string | null
  readonly leftAt: string | null
}

export interface ScimPerson extends ScimPersonValues {
  readonly id: DirectoryPersonId
  /** The manager's own id, where the directory has them too. */
  readonly managerId: string | null
  readonly createdAt: string
  readonly updatedAt: string
}

/** Each given one must hold. */
export interface ScimFilter {
  readonly id?: string | undefined
  readonly userName?: string | undefined
  readonly externalId?: string | undefined
  readonly email?: string | undefined
  readonly status?: DirectoryStatus | undefined
  readonly managerEmail?: string | undefined
}

// Columns are named by hand: Drizzle leaves the table's name out, and within the subquery they would be the manager's.
const MANAGER_ID = sql<string | null>`(
  select m.id from directory_people m
  where m.integration_id = directory_people.integration_id and m.source = 'scim' and m.user_name is not null
    and lower(m.email) = lower(directory_people.manager_email)
  order by m.status, m.id limit 1)`
const COLUMNS = { ...getTableColumns(directoryPeople), managerId: MANAGER_ID }

const living = (integrationId: IntegrationId): SQL | undefined =>
  and(
    eq(directoryPeople.integrationId, integrationId),
    eq(directoryPeople.source, 'scim'),
    isNotNull(directoryPeople.userName),
  )

const lower = (
  column: SQL | (typeof directoryPeople)['email' | 'userName' | 'managerEmail'],
  value: string,
) => sql`lower(${column}) = lower(${value})`

const matching = (integrationId: IntegrationId, filter: ScimFilter): SQL | undefined =>
  and(
    living(integrationId),
    filter.id === undefined ? undefined : sql`${directoryPeople.id}::text = lower(${filter.id})`,
    filter.userName === undefined ? undefined : lower(directoryPeople.userName, filter.userName),
    filter.externalId === undefined ? undefined : eq(directoryPeople.externalId, filter.externalId),
    filter.email === undefined ? undefined : lower(directoryPeople.email, filter.email),
    filter.status === undefined ? undefined : eq(directoryPeople.status, filter.status),
    filter.managerEmail === undefined ? undefined : lower(directoryPeople.managerEmail, filter.managerEmail),
  )

type Row = typeof directoryPeople.$inferSelect & { readonly managerId: string | null }

const toPerson = (row: Row): ScimPerson => ({ ...row, userName: row.userName ?? row.externalId })

export async function listScimPeople(
  db: Db,
  integrationId: IntegrationId,
  filter: ScimFilter,
  page: { readonly offset: number; readonly limit: number },
): Promise<ScimPerson[]> {
  const rows = await db
    .select(COLUMNS)
    .from(directoryPeople)
    .where(matching(integrationId, filter))
    .orderBy(asc(directoryPeople.id))
    .limit(page.limit)
    .offset(page.offset)
  return rows.map(toPerson)
}

export async function countScimPeople(
  db: Db,
  integrationId: IntegrationId,
  filter: ScimFilter,
): Promise<number> {
  const [row] = await db
    .select({ people: count() })
    .from(directoryPeople)
    .where(matching(integrationId, filter))
  return row?.people ?? 0
}

export async function getScimPerson(
  db: Db,
  integrationId: IntegrationId,
  id: DirectoryPersonId,
): Promise<ScimPerson | null> {
  const [row] = await db
    .select(COLUMNS)
    .from(directoryPeople)
    .where(and(living(integrationId), eq(directoryPeople.id, id)))
  return row === undefined ? null : toPerson(row)
}

/** A manager's address by whatever an identity provider calls them: our id, its own, or the user name. */
export async function findManagerEmail(
  db: Db,
  integrationId: IntegrationId,
  name: string,
): Promise<string | null> {
  const [row] = await db
    .select({ email: directoryPeople.email })
    .from(directoryPeople)
    .where(
      and(
        living(integrationId),
        sql`(${directoryPeople.id}::text = lower(${name}) or ${directoryPeople.externalId} = ${name}
          or lower(${directoryPeople.userName}) = lower(${name}))`,
      ),
    )
    .limit(1)
  return row?.email ?? null
}

/** Throws `IntegrationGone` where it is disconnected. */
export function insertScimPerson(
  db: Db,
  integrationId: IntegrationId,
  id: DirectoryPersonId,
  values: ScimPersonValues,
): Promise<void> {
  return db.transaction(async (tx) => {
    await holdLiving(tx, integrationId)
    await tx.insert(directoryPeople).values({ id, integrationId, source: 'scim', ...values })
  })
}

/**
 * Changes one person by what is stored now, which nobody else changes meanwhile. False where there is no such person;
 * throws `IntegrationGone` where the integration is disconnected.
 */
export function changeScimPerson(
  db: Db,
  integrationId: IntegrationId,
  id: DirectoryPersonId,
  change: (person: ScimPerson, tx: Db) => Promise<ScimPersonValues>,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await holdLiving(tx, integrationId)
    const [row] = await tx
      .select(COLUMNS)
      .from(directoryPeople)
      .where(and(living(integrationId), eq(directoryPeople.id, id)))
      .for('update')
    if (row === undefined) return false
    const values = await change(toPerson(row), tx)
    await tx
      .update(directoryPeople)
      .set({ ...values, updatedAt: sql`now()` })
      .where(eq(directoryPeople.id, id))
    return true
  })
}

/** Takes the names away that an identity provider knew somebody by; they have left. False where there is no such person. */
export function dropScimPerson(
  db: Db,
  integrationId: IntegrationId,
  id: DirectoryPersonId,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await holdLiving(tx, integrationId)
    const dropped = await tx
      .update(directoryPeople)
      .set({
        status: 'left',
        leftAt: sql`coalesce(${directoryPeople.leftAt}, now())`,
        userName: null,
        externalId: sql`'deleted/' || ${directoryPeople.id}`,
        updatedAt: sql`now()`,
      })
      .where(and(living(integrationId), eq(directoryPeople.id, id)))
      .returning({ id: directoryPeople.id })
    return dropped.length > 0
  })
}
