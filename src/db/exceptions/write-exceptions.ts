import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { ExceptionScope } from '../../model/core/exceptions.ts'
import type { ExceptionId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { KeyTaken, violates } from '../errors.ts'
import { exceptions, findings } from '../schema/meaning.ts'
import { within } from '../scope.ts'

export interface NewException {
  readonly id: ExceptionId
  readonly key?: string | null
  /** Null: of every integration. */
  readonly integrationId: IntegrationId | null
  readonly scope: ExceptionScope
  readonly reason: string
  readonly owner: string
  /** ISO; null: it does not end. */
  readonly expiresAt: string | null
}

/** Makes exceptions; rows travel as one JSON text, whatever their number. Throws `KeyTaken`. */
export async function insertExceptions(tx: Db, by: Actor, rows: readonly NewException[]): Promise<void> {
  if (rows.length === 0) return
  const flat = rows.map(({ scope, ...row }) => ({ ...row, ...columnsOf(scope) }))
  await tx
    .execute(sql`
    insert into exceptions (id, key, integration_id, fingerprint, rule_id, asset_kind, asset_external_id, reason, owner,
      created_by, expires_at)
    select u.id, u.key, u."integrationId", u.fingerprint, u."ruleId", u."assetKind", u."assetExternalId", u.reason, u.owner,
      ${JSON.stringify(by)}::text::jsonb, u."expiresAt"
    from jsonb_to_recordset(${JSON.stringify(flat)}::text::jsonb) as u(id uuid, key text, "integrationId" uuid,
      fingerprint text, "ruleId" text, "assetKind" text, "assetExternalId" text, reason text, owner text,
      "expiresAt" timestamptz)`)
    .catch((error: unknown) => {
      throw violates(error, 'exceptions_key') ? new KeyTaken('exception') : error
    })
}

/** Holds it until the transaction ends: whoever looks at it changes what they have seen. */
export async function holdException(tx: Db, id: ExceptionId): Promise<void> {
  await tx.select({ id: exceptions.id }).from(exceptions).where(eq(exceptions.id, id)).for('update')
}

function columnsOf(scope: ExceptionScope) {
  switch (scope.by) {
    case 'finding':
      return { fingerprint: scope.fingerprint }
    case 'rule':
      return { ruleId: scope.ruleId }
    case 'asset':
      return { assetKind: scope.asset.kind, assetExternalId: scope.asset.externalId }
    case 'rule_and_asset':
      return {
        ruleId: scope.ruleId,
        assetKind: scope.asset.kind,
        assetExternalId: scope.asset.externalId,
      }
    default:
      return scope satisfies never
  }
}

/** False where it is disabled: a decision that was taken back is made anew, so that both can be read. */
export async function changeException(
  tx: Db,
  id: ExceptionId,
  change: {
    readonly reason?: string | undefined
    readonly owner?: string | undefined
    readonly expiresAt?: string | null | undefined
  },
): Promise<boolean> {
  const { reason, owner, expiresAt } = change
  const changed = await tx
    .update(exceptions)
    .set({
      ...(reason !== undefined && { reason }),
      ...(owner !== undefined && { owner }),
      ...(expiresAt !== undefined && { expiresAt }),
    })
    .where(and(eq(exceptions.id, id), isNull(exceptions.disabledAt)))
    .returning({ id: exceptions.id })
  return changed.length > 0
}

/** False where it was disabled before. */
export async function disableException(tx: Db, id: ExceptionId, by: Actor): Promise<boolean> {
  const disabled = await tx
    .update(exceptions)
    .set({ disabledAt: sql`now()`, disabledBy: by })
    .where(and(eq(exceptions.id, id), isNull(exceptions.disabledAt)))
    .returning({ id: exceptions.id })
  return disabled.length > 0
}

/** The finding of a fingerprint, which says whose it is as well; null where there is none within the scope. */
export async function findingOfFingerprint(
  tx: Db,
  scope: Scope,
  fingerprint: string,
): Promise<{ readonly id: FindingId; readonly integrationId: IntegrationId } | null> {
  const [row] = await tx
    .select({ id: findings.id, integrationId: findings.integrationId })
    .from(findings)
    .where(and(eq(findings.fingerprint, fingerprint), within(scope, findings.integrationId)))
  return row ?? null
}
