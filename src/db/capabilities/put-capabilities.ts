import { eq, sql } from 'drizzle-orm'
import type { Capability, CapabilityState } from '../../model/core/capabilities.ts'
import type { CredentialId, IntegrationId } from '../../model/core/ids.ts'
import type { ResultCode } from '../../model/core/result-codes.ts'
import type { Db } from '../client.ts'
import { capabilities } from '../schema/connection.ts'

export interface ProbedCapability {
  readonly capability: Capability
  readonly state: CapabilityState
  readonly resultCode: ResultCode
  readonly credentialId: CredentialId | null
  /** Words for people. */
  readonly detail: string
  readonly fixUrl: string | null
}

export type CapabilityRow = typeof capabilities.$inferSelect

/** Writes what a probe found. `since` is kept while the state stays, and is null while granted. */
export async function putCapabilities(
  db: Db,
  integrationId: IntegrationId,
  probed: readonly ProbedCapability[],
): Promise<void> {
  if (probed.length === 0) return
  await db
    .insert(capabilities)
    .values(
      probed.map((row) => ({
        ...row,
        integrationId,
        checkedAt: sql`now()`,
        since: row.state === 'granted' ? null : sql`now()`,
      })),
    )
    .onConflictDoUpdate({
      target: [capabilities.integrationId, capabilities.capability],
      set: {
        state: sql`excluded.state`,
        resultCode: sql`excluded.result_code`,
        credentialId: sql`excluded.credential_id`,
        detail: sql`excluded.detail`,
        fixUrl: sql`excluded.fix_url`,
        checkedAt: sql`excluded.checked_at`,
        since: sql`case when ${capabilities.state} = excluded.state then ${capabilities.since} else excluded.since end`,
      },
    })
}

/** Read the integration within a scope before. */
export function listCapabilities(db: Db, integrationId: IntegrationId): Promise<CapabilityRow[]> {
  return db
    .select()
    .from(capabilities)
    .where(eq(capabilities.integrationId, integrationId))
    .orderBy(capabilities.capability)
}
