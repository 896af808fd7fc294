import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { ApprovalEnding } from '../../model/core/definitions.ts'
import type { ApprovalId, AssetId, IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { definitionApprovals } from '../schema/definitions.ts'

export type Approval = typeof definitionApprovals.$inferSelect

export interface NewApproval {
  readonly id: ApprovalId
  readonly integrationId: IntegrationId
  readonly assetId: AssetId
  readonly versionNo: number
  readonly definitionHash: string
  readonly reason: string
  readonly approvedBy: Actor
}

interface Ending {
  readonly ended: ApprovalEnding
  readonly by: Actor
  readonly reason: string | null
}

/** In a transaction that holds the definitions' lock: the one that was live before ends with it. */
export async function insertApproval(tx: Db, approval: NewApproval): Promise<void> {
  const live = and(eq(definitionApprovals.assetId, approval.assetId), isNull(definitionApprovals.endedAt))
  await tx
    .update(definitionApprovals)
    .set(endedAs({ ended: 'superseded', by: approval.approvedBy, reason: null }))
    .where(live)
  await tx.insert(definitionApprovals).values(approval)
}

/** False where it has ended before. */
export async function withdrawApproval(
  tx: Db,
  id: ApprovalId,
  { by, reason }: Omit<Ending, 'ended'>,
): Promise<boolean> {
  const ended = await tx
    .update(definitionApprovals)
    .set(endedAs({ ended: 'withdrawn', by, reason }))
    .where(and(eq(definitionApprovals.id, id), isNull(definitionApprovals.endedAt)))
    .returning({ id: definitionApprovals.id })
  return ended.length > 0
}

const endedAs = ({ ended, by, reason }: Ending) => ({
  endedAt: sql`now()`,
  endedBy: by,
  ended,
  endReason: reason,
})

/** Of an asset that was read within a scope before, the newest first. */
export function listApprovals(
  db: Db,
  assetId: AssetId,
  page: { readonly before?: ApprovalId | undefined; readonly limit: number },
): Promise<Approval[]> {
  return db
    .select()
    .from(definitionApprovals)
    .where(
      and(
        eq(definitionApprovals.assetId, assetId),
        page.before === undefined ? undefined : lt(definitionApprovals.id, page.before),
      ),
    )
    .orderBy(desc(definitionApprovals.id))
    .limit(page.limit)
}

export async function getApproval(db: Db, assetId: AssetId, id: ApprovalId): Promise<Approval | null> {
  const [row] = await db
    .select()
    .from(definitionApprovals)
    .where(and(eq(definitionApprovals.id, id), eq(definitionApprovals.assetId, assetId)))
  return row ?? null
}

export async function liveApproval(db: Db, assetId: AssetId): Promise<Approval | null> {
  const [row] = await db
    .select()
    .from(definitionApprovals)
    .where(and(eq(definitionApprovals.assetId, assetId), isNull(definitionApprovals.endedAt)))
  return row ?? null
}
