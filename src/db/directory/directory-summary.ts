import { eq, max, min, sql } from 'drizzle-orm'
import type { DirectorySource, DirectoryStatus } from '../../model/core/directory.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { directoryPeople } from '../schema/directory.ts'

export interface DirectorySourceSummary {
  readonly source: DirectorySource
  readonly people: Readonly<Record<DirectoryStatus, number>>
  /** When its first person came, and when anybody changed last. */
  readonly since: string
  readonly updatedAt: string
}

const ofStatus = (status: DirectoryStatus) =>
  sql<number>`(count(*) filter (where ${directoryPeople.status} = ${status}))::int`

/** What a directory holds, by where it came from; a source without anybody is absent. */
export async function summarizeDirectory(
  db: Db,
  integrationId: IntegrationId,
): Promise<DirectorySourceSummary[]> {
  const rows = await db
    .select({
      source: directoryPeople.source,
      active: ofStatus('active'),
      left: ofStatus('left'),
      since: min(directoryPeople.createdAt),
      updatedAt: max(directoryPeople.updatedAt),
    })
    .from(directoryPeople)
    .where(eq(directoryPeople.integrationId, integrationId))
    .groupBy(directoryPeople.source)
    .orderBy(directoryPeople.source)
  return rows.map(({ source, active, left, since, updatedAt }) => ({
    source,
    people: { active, left },
    since: since ?? '',
    updatedAt: updatedAt ?? '',
  }))
}
