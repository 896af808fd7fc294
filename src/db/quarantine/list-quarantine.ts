import { and, desc, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { quarantine } from '../schema/collecting.ts'

export type QuarantineRow = typeof quarantine.$inferSelect

/** `open`: not read since; `settled`: its stream came to its end again without meeting it. */
export const QUARANTINE_STATES = ['open', 'settled', 'any'] as const
export type QuarantineState = (typeof QUARANTINE_STATES)[number]

function isInState(state: QuarantineState) {
  if (state === 'any') return undefined
  return state === 'open' ? isNull(quarantine.settledAt) : isNotNull(quarantine.settledAt)
}

/** Newest first; `before` is the last id of the page before. Read the integration within a scope before. */
export function listQuarantine(
  db: Db,
  integrationId: IntegrationId,
  page: {
    readonly before?: string | undefined
    readonly limit: number
    readonly state: QuarantineState
  },
): Promise<QuarantineRow[]> {
  return db
    .select()
    .from(quarantine)
    .where(
      and(
        eq(quarantine.integrationId, integrationId),
        page.before ? lt(quarantine.id, page.before) : undefined,
        isInState(page.state),
      ),
    )
    .orderBy(desc(quarantine.id))
    .limit(page.limit)
}
