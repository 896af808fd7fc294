import { and, asc, count, desc, eq, exists, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { AssetKind } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Db } from '../client.ts'
import { holdLiving } from '../integrations/hold-living.ts'
import type { ListenedTo } from '../schema/custom-rules.ts'
import { customRules, customRuleVersions } from '../schema/custom-rules.ts'
import { findings } from '../schema/meaning.ts'
import { within } from '../scope.ts'

/** What people write of a rule; a change of any of it makes a version. */
export interface CustomRuleText {
  /** Null of a rule over events. */
  readonly kind: AssetKind | null
  /** What it listens to, and how many occurrences make a finding; null of a rule over assets. */
  readonly events: ListenedTo | null
  readonly atLeast: number | null
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
const { kind, events, atLeast, title, description, severity, remediation, expression } = customRuleVersions
const TEXT = { kind, events, atLeast, title, description, severity, remediation, expression }
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

/**
 * `taken`: another has the id, or one that was deleted. `full`: the integration has as many as it may have; nobody else
 * makes one of it while they are counted. Throws `IntegrationGone` where it is disconnected.
 */
export function createCustomRule(
  db: Db,
  { integrationId: of, ruleId: id, enabled: on, createdBy, ...text }: NewCustomRule,
  rulesAtMost: number,
): Promise<'made' | 'taken' | 'full'> {
  return db.transaction(async (tx) => {
    await holdLiving(tx, of)
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`custom rules of ${of}`}, 0))`)
    const [there] = await tx
      .select({ n: count() })
      .from(customRules)
      .where(and(eq(integrationId, of), isNull(deletedAt)))
    if ((there?.n ?? 0) >= rulesAtMost) return 'full'
    const key = { integrationId: of, ruleId: id, version: FIRST }
    const made = await tx
      .insert(customRules)
      .values({ ...key, enabled: on })
      .onConflictDoNothing()
      .returning({ ruleId })
    if (made.length === 0) return 'taken'
    await tx.insert(customRuleVersions).values({ ...key, ...text, createdBy })
    return 'made'
  })
}

export interface CustomRuleChange {
  readonly enabled: boolean
  /** Null: nothing of the text changes, and no version is made. */
  readonly text: CustomRuleText | null
  readonly by: Actor
}

/** False where it is another version by now, switched, or deleted. Throws `IntegrationGone` where it is disconnected. */
export function changeCustomRule(
  db: Db,
  {
    integrationId: of,
    ruleId: id,
    version: before,
    enabled: wasOn,
  }: Pick<CustomRule, 'integrationId' | 'ruleId' | 'version' | 'enabled'>,
  { enabled: on, text, by }: CustomRuleChange,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await holdLiving(tx, of)
    const next = text === null ? before : before + 1
    const changed = await tx
      .update(customRules)
      .set({ enabled: on, version: next, updatedAt: sql`now()` })
      .where(and(living(of, id), eq(version, before), eq(enabled, wasOn)))
      .returning({ ruleId })
    if (changed.length === 0) return false
    if (text !== null) {
      const row = { integrationId: of, ruleId: id, version: next, ...text, createdBy: by }
      await tx.insert(customRuleVersions).values(row)
    }
    return true
  })
}

/** It and its versions stay for what findings say of them. False where it is not there, or not as it was `read`. */
export async function deleteCustomRule(
  db: Db,
  { integrationId: of, ruleId: id }: Pick<CustomRule, 'integrationId' | 'ruleId'>,
  read?: Pick<CustomRule, 'version' | 'enabled'>,
): Promise<boolean> {
  const deleted = await db
    .update(customRules)
    .set({ deletedAt: sql`now()`, enabled: false, updatedAt: sql`now()` })
    .where(and(living(of, id), read && and(eq(version, read.version), eq(enabled, read.enabled))))
    .returning({ ruleId })
  return deleted.length > 0
}

const living = (of: IntegrationId, id: CustomRuleId) =>
  and(eq(integrationId, of), eq(ruleId, id), isNull(deletedAt))

/** What rules over events have ever listened to and asked, each version of each rule, deleted ones too. */
export async function everListenedTo(
  db: Db,
  of: IntegrationId,
): Promise<readonly { ruleId: CustomRuleId; events: ListenedTo; expression: string }[]> {
  const rows = await db
    .select({ ruleId: customRuleVersions.ruleId, events, expression })
    .from(customRuleVersions)
    .where(and(eq(customRuleVersions.integrationId, of), isNotNull(events)))
  return rows.flatMap((row) => (row.events === null ? [] : [{ ...row, events: row.events }]))
}

/** Rules that were deleted, and whose findings stand all the same. */
export async function deletedRulesThatStand(db: Db, of: IntegrationId): Promise<CustomRuleId[]> {
  const standing = db
    .select({ id: findings.id })
    .from(findings)
    .where(and(eq(findings.integrationId, of), eq(findings.ruleId, ruleId), ne(findings.state, 'resolved')))
  const rows = await db
    .select({ ruleId })
    .from(customRules)
    .where(and(eq(integrationId, of), isNotNull(deletedAt), exists(standing)))
    .orderBy(asc(ruleId))
  return rows.map((row) => row.ruleId)
}
