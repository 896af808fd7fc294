import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { integrations } from '../schema/connection.ts'
import { ruleResults } from '../schema/meaning.ts'
import { within } from '../scope.ts'

export type RuleResult = typeof ruleResults.$inferSelect

/**
 * Keeps a rule's last evaluation; an evaluation that began earlier and ended later does not overwrite it. Nothing is
 * kept of an integration that was disconnected meanwhile: its row is held, so that a purge comes after or before.
 */
export function putRuleResult(db: Db, result: RuleResult): Promise<void> {
  const { integrationId, ruleId: _, ...rest } = result
  return db.transaction(async (tx) => {
    const living = await tx
      .select({ id: integrations.id })
      .from(integrations)
      .where(isLiving(integrationId))
      .for('share')
    if (living.length === 0) return
    await tx
      .insert(ruleResults)
      .values(result)
      .onConflictDoUpdate({
        target: [ruleResults.integrationId, ruleResults.ruleId],
        set: rest,
        setWhere: lte(ruleResults.evaluatedAt, sql`excluded.evaluated_at`),
      })
  })
}

const isLiving = (integrationId: IntegrationId) =>
  and(eq(integrations.id, integrationId), isNull(integrations.disconnectedAt))

export function listRuleResults(
  db: Db,
  scope: Scope,
  integrationId?: IntegrationId | undefined,
): Promise<RuleResult[]> {
  return db
    .select()
    .from(ruleResults)
    .where(
      and(
        within(scope, ruleResults.integrationId),
        integrationId && eq(ruleResults.integrationId, integrationId),
      ),
    )
    .orderBy(asc(ruleResults.integrationId), asc(ruleResults.ruleId))
}

/** Adds to what is shown of an integration how its own keys stand upstream. A connection test starts afresh. */
export async function noteOwnCredentials(
  db: Db,
  integrationId: IntegrationId,
  standings: readonly JsonObject[],
): Promise<void> {
  const note = JSON.stringify({ own_credentials: standings })
  await db
    .update(integrations)
    .set({ proof: sql`coalesce(${integrations.proof}, '{}'::jsonb) || ${note}::text::jsonb` })
    .where(isLiving(integrationId))
}
