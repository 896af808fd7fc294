import type { SQL } from 'drizzle-orm'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { NoticeEvent } from '../../model/core/deliveries.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Phase } from '../../model/core/phases.ts'
import type { Db } from '../client.ts'
import { addNotice } from '../notices/add-notice.ts'
import { lastNotice } from '../notices/last-notice.ts'
import { integrations } from '../schema/connection.ts'
import { taken } from './taken.ts'

/**
 * What the entity says of itself; the entity decides about transitions, this row shows them. That it needs a person, and
 * that it does no longer, is told to webhooks, each once: on its way back it passes other phases, which are neither.
 */
export function setPhase(db: Db, id: IntegrationId, phase: Phase, note: string | null): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await change(tx, id, { phase, phaseNote: note }))) return false
    const type = NOTICE_OF_PHASE[phase]
    if (type === undefined) return true
    const last = await lastNotice(tx, id)
    if (type === last || (type === 'integration.recovered' && last === null)) return true
    const data = { integration_id: id, phase, href: `/api/v1/integrations/${id}` }
    await addNotice(tx, { integrationId: id, type, subjectId: id, data })
    return true
  })
}

const NOTICE_OF_PHASE: Partial<Record<Phase, NoticeEvent>> = {
  needs_attention: 'integration.degraded',
  idle: 'integration.recovered',
  collecting: 'integration.recovered',
  awaiting_access: 'integration.recovered',
}

export const setMode = (db: Db, id: IntegrationId, mode: CollectionMode): Promise<boolean> =>
  change(db, id, { collectionMode: mode })

/** What the last connection test found for a person to confirm: counts and owners' domains. */
export const setProof = (db: Db, id: IntegrationId, proof: JsonObject): Promise<boolean> =>
  change(db, id, { proof })

/** What people may change by hand. Throws `NameTaken`. */
export function setDetails(
  db: Db,
  id: IntegrationId,
  details: {
    readonly displayName?: string
    readonly ownDomains?: readonly string[]
    readonly otherLogTypes?: readonly string[]
    readonly severityEscalation?: 'on' | 'off'
  },
): Promise<boolean> {
  const { displayName, ownDomains, otherLogTypes, severityEscalation } = details
  return change(db, id, {
    ...(displayName !== undefined && { displayName }),
    ...(ownDomains !== undefined && { ownDomains: [...ownDomains] }),
    ...(otherLogTypes !== undefined && { otherLogTypes: [...otherLogTypes] }),
    ...(severityEscalation !== undefined && { severityEscalation }),
  })
}

/** From here on its name and ids are free again, and nothing can be claimed or sealed for it. */
export const markDisconnected = (db: Db, id: IntegrationId): Promise<boolean> =>
  change(db, id, { disconnectedAt: sql`now()` })

type Values = Partial<{
  [Key in keyof typeof integrations.$inferSelect]: (typeof integrations.$inferSelect)[Key] | SQL
}>

/** False where the integration is not there or is disconnected. */
async function change(db: Db, id: IntegrationId, values: Values): Promise<boolean> {
  try {
    const changed = await db
      .update(integrations)
      .set({ ...values, updatedAt: sql`now()` })
      .where(and(eq(integrations.id, id), isNull(integrations.disconnectedAt)))
      .returning({ id: integrations.id })
    return changed.length > 0
  } catch (error) {
    throw taken(error)
  }
}
