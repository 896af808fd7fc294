import { randomUUIDv7 } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { DestinationId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import { asTicketId } from '../../model/core/ids.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import type { Db } from '../client.ts'
import { ticketFindings, tickets } from '../schema/access.ts'
import { findings } from '../schema/meaning.ts'

export type TicketRow = typeof tickets.$inferSelect

export interface LookedAt {
  readonly row: TicketRow
  readonly standing: { readonly open: number; readonly severity: (typeof SEVERITIES)[number] | null }
}

export interface TicketPlace {
  readonly destinationId: DestinationId
  readonly integrationId: IntegrationId
  readonly key: string
}

/**
 * The ticket for this key, made where there is none yet, with these findings added to it, and how all of it stand. What is
 * purged is added to none.
 */
export function lookAtTicket(
  db: Db,
  place: TicketPlace,
  findingIds: readonly FindingId[],
): Promise<LookedAt> {
  return db.transaction(async (tx) => {
    await tx
      .insert(tickets)
      .values({ id: asTicketId(randomUUIDv7()), ...place })
      .onConflictDoNothing()
    const [row] = await tx
      .select()
      .from(tickets)
      .where(and(eq(tickets.destinationId, place.destinationId), eq(tickets.key, place.key)))
      .for('update')
    if (row === undefined) throw new Error('the ticket was deleted while it was looked at')
    const there = await tx
      .select({ findingId: findings.id })
      .from(findings)
      .where(inArray(findings.id, [...findingIds]))
      // So that none is purged before it is added.
      .for('key share')
    if (there.length > 0) {
      await tx
        .insert(ticketFindings)
        .values(there.map(({ findingId }) => ({ ticketId: row.id, findingId })))
        .onConflictDoNothing()
    }
    return { row, standing: await standingOf(tx, row) }
  })
}

async function standingOf(tx: Db, { id }: TicketRow): Promise<LookedAt['standing']> {
  const [counted] = await tx
    .select({
      open: sql<number>`count(*)::int`,
      rank: sql<number | null>`max(${findings.severityRank})`,
    })
    .from(ticketFindings)
    .innerJoin(findings, eq(findings.id, ticketFindings.findingId))
    .where(and(eq(ticketFindings.ticketId, id), sql`${findings.state} <> 'resolved'`))
  const { open = 0, rank = null } = counted ?? {}
  return { open, severity: rank === null ? null : (SEVERITIES[rank] ?? null) }
}
