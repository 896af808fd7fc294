import { eq, sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { RuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Db } from '../client.ts'
import { holdLiving, holdToChange } from '../integrations/hold-living.ts'
import { ruleSettings } from '../schema/meaning.ts'

export type RuleSetting = typeof ruleSettings.$inferSelect

export interface RuleChoice {
  readonly enabled: boolean
  readonly parameters: JsonObject
  /** Null: as published. */
  readonly severity: Severity | null
}

export function listRuleSettings(db: Db, integrationId: IntegrationId): Promise<RuleSetting[]> {
  return db.select().from(ruleSettings).where(eq(ruleSettings.integrationId, integrationId))
}

/**
 * Changes these parameters of these rules, and nothing else that is stored of them: all of them, or none. Throws
 * `IntegrationGone` where it is disconnected.
 */
export function mergeRuleParameters(
  db: Db,
  integrationId: IntegrationId,
  changes: readonly { readonly ruleId: RuleId; readonly parameters: JsonObject }[],
): Promise<RuleSetting[]> {
  return db.transaction(async (tx) => {
    await holdLiving(tx, integrationId)
    return tx
      .insert(ruleSettings)
      .values(changes.map(({ ruleId, parameters }) => ({ integrationId, ruleId, parameters })))
      .onConflictDoUpdate({
        target: [ruleSettings.integrationId, ruleSettings.ruleId],
        set: {
          parameters: sql`${ruleSettings.parameters} || excluded.parameters`,
          updatedAt: sql`now()`,
        },
      })
      .returning()
  })
}

/**
 * Throws `IntegrationGone` where it is disconnected. `look` sees what is set now, and throws where that is not what was
 * read; nobody else sets it in between.
 */
export async function putRuleSetting(
  db: Db,
  integrationId: IntegrationId,
  ruleId: RuleId,
  choice: RuleChoice,
  look?: (before: RuleSetting | null) => void,
): Promise<RuleSetting> {
  const [row] = await db.transaction(async (tx) => {
    if (look === undefined) await holdLiving(tx, integrationId)
    else {
      await holdToChange(tx, integrationId)
      look((await listRuleSettings(tx, integrationId)).find((one) => one.ruleId === ruleId) ?? null)
    }
    return tx
      .insert(ruleSettings)
      .values({ integrationId, ruleId, ...choice })
      .onConflictDoUpdate({
        target: [ruleSettings.integrationId, ruleSettings.ruleId],
        set: { ...choice, updatedAt: sql`now()` },
      })
      .returning()
  })
  if (!row) throw new Error('an upsert without a condition returned no row')
  return row
}
