import type { Sql } from '../client.ts'
import { withDeadline } from '../client.ts'
import { migrationsAtHead } from '../migrate.ts'

/** Milliseconds. A probe that waits longer than this is as good as failed; orchestrators ask every few seconds. */
const HEALTH_DEADLINE_MS = 2_000

export interface DatabaseHealth {
  readonly reachable: boolean
  readonly migrated: boolean
}

/** For `/readyz`: never throws, never hangs. */
export async function checkHealth(sql: Sql): Promise<DatabaseHealth> {
  try {
    const migrated = await withDeadline('the health check', HEALTH_DEADLINE_MS, migrationsAtHead(sql))
    return { reachable: true, migrated }
  } catch {
    return { reachable: false, migrated: false }
  }
}
