import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { AssetKind } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Db } from '../client.ts'
import { holdLiving } from '../integrations/hold-living.ts'
import { customRules, customRuleVersions } from '../schema/meaning.ts'
import { within } from '../scope.ts'

/** What people write of a rule; a change of any of it makes a version. */
export interface CustomRuleText {
  readonly kind: AssetKind
  readonly title: string
  readonly description: string
  readonly severity: Severity
  readonly remediation: string
  readonly expression: string
}

export type CustomRule = CustomRuleText & {
  readonly integrationId: IntegrationId
  readonly ruleId: CustomRuleId
  readonly version: number
  readonly enabled: boolean
  readonly createdAt: string
  readonly updatedAt: string
  readonly deletedAt: string | null
}
export type CustomRuleVersion = typeof customRuleVersions.$inferSelect

const { integrationId, ruleId, version, enabled, createdAt, updatedAt, deletedAt } = customRules
const { kind, title, description, severity, remediation, expression } = customRuleVersions
const TEXT = { kind, title, description, severity, remediation, expression }
const COLUMNS = { integrationId, ruleId, version, enabled, createdAt, updatedAt, deletedAt, ...TEXT }

/** A rule with its version in effect. */
const IN_EFFECT = and(
  eq(customRuleVersions.integrationId, integrationId),
  eq(customRuleVersions.ruleId, ruleId),
  eq(customRuleVersions.version, version),
)

/** Those that are not deleted, by id. */
export function listCustomRules(db: Db, scope: Scope, of?: IntegrationId): Promise<CustomRule[]> {
  return db
    .select(COLUMNS)
    .from(customRules)
    .innerJoin(customRuleVersions, IN_EFFECT)
    .where(and(within(scope, integrationId), of && eq(integrationId, of), isNull(deletedAt)))
    .orderBy(asc(integrationId), asc(ruleId))
}

/** Also where it is deleted, since its id is taken for ever. */
export async function getCustomRule(db: Db, of: IntegrationId, id: CustomRuleId): Promise<CustomRule | null> {
  const [row] = await db
    .select(COLUMNS)
    .from(customRules)
    .innerJoin(customRuleVersions, IN_EFFECT)
    .where(and(eq(integrationId, of), eq(ruleId, id)))
  return row ?? null
}

/** Newest first. */
export function listCustomRuleVersions(
  db: Db,
  of: IntegrationId,
  id: CustomRuleId,
  limit: number,
): Promise<CustomRuleVersion[]> {
  return db
    .select()
    .from(customRuleVersions)
    .where(and(eq(customRuleVersions.integrationId, of), eq(customRuleVersions.ruleId, id)))
    .orderBy(desc(customRuleVersions.version))
    .limit(limit)
}

interface NewCustomRule extends CustomRuleText {
  readonly integrationId: IntegrationId
  readonly ruleId: CustomRuleId
  readonly enabled: boolean
  readonly createdBy: Actor
}

const FIRST = 1

/** False where the id is taken, also by one that was deleted. Throws `IntegrationGone` where it is disconnected. */
export function createCustomRule(
  db: Db,
  { integrationId: of, ruleId: id, enabled: on, createdBy, ...text }: NewCustomRule,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await holdLiving(tx, of)
    const key = { integrationId: of, ruleId: id, version: FIRST }
    const made = await tx
      .insert(customRules)
      .values({ ...key, enabled: on })
      .onConflictDoNothing()
      .returning({ ruleId })
    if (made.length === 0) return false
    await tx.insert(customRuleVersions).values({ ...key, ...text, createdBy })
    return true
  })
}

export interface CustomRuleChange {
  readonly enabled: boolean
  /** Null: nothing of the text changes, and no version is made. */
  readonly text: CustomRuleText | null
  readonly by: Actor
}

/** False where it is another version by now, or deleted. Throws `IntegrationGone` where it is disconnected. */
export function changeCustomRule(
  db: Db,
  {
    integrationId: of,
    ruleId: id,
    version: before,
  }: Pick<CustomRule, 'integrationId' | 'ruleId' | 'version'>,
  { enabled: on, text, by }: CustomRuleChange,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await holdLiving(tx, of)
    const next = text === null ? before : before + 1
    const changed = await tx
      .update(customRules)
      .set({ enabled: on, version: next, updatedAt: sql`now()` })
      .where(and(eq(integrationId, of), eq(ruleId, id), eq(version, before), isNull(deletedAt)))
      .returning({ ruleId })
    if (changed.length === 0) return false
    if (text !== null) {
      const row = { integrationId: of, ruleId: id, version: next, ...text, createdBy: by }
      await tx.insert(customRuleVersions).values(row)
    }
    return true
  })
}

/** It and its versions stay for what findings say of them. */
export async function deleteCustomRule(db: Db, of: IntegrationId, id: CustomRuleId): Promise<void> {
  await db
    .update(customRules)
    .set({ deletedAt: sql`now()`, enabled: false, updatedAt: sql`now()` })
    .where(and(eq(integrationId, of), eq(ruleId, id), isNull(deletedAt)))
}
