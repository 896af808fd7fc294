import { randomUUIDv7 } from 'node:crypto'
import type { Context } from 'hono'
import type { Asset } from '../db/assets/list-assets.ts'
import { getAsset } from '../db/assets/list-assets.ts'
import type { Db } from '../db/client.ts'
import { lockDefinitions } from '../db/definitions/definitions-lock.ts'
import type { AssetVersion } from '../db/definitions/read-versions.ts'
import { definitionStandings, getVersion } from '../db/definitions/read-versions.ts'
import type { Approval } from '../db/definitions/write-approvals.ts'
import {
  getApproval,
  insertApproval,
  liveApproval,
  withdrawApproval,
} from '../db/definitions/write-approvals.ts'
import { holdLiving } from '../db/integrations/hold-living.ts'
import { asApprovalId } from '../model/core/ids.ts'
import type { ApiEnv } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { ApiProblem, notFound } from './problem.ts'

/**
 * Definitions are approved and approvals withdrawn here. An approval is of what somebody has looked at: they send its
 * hash, and where the GPT is something else by now, or may be, nothing is approved.
 */

type Deps = Pick<ApiDeps, 'database'>

/** Nobody writes a version meanwhile, and the integration is not disconnected. */
const undisturbed = <Result>(
  { database }: Deps,
  { integrationId }: Asset,
  work: (tx: Db) => Promise<Result>,
): Promise<Result> =>
  database.drizzle.transaction(async (tx) => {
    await holdLiving(tx, integrationId)
    await lockDefinitions(tx, integrationId)
    return work(tx)
  })

export function approveDefinition(
  deps: Deps,
  context: Context<ApiEnv>,
  gpt: Asset,
  { hash, reason }: { readonly hash: string; readonly reason: string },
): Promise<Approval> {
  const { actor, scope } = context.get('caller')
  return undisturbed(deps, gpt, async (tx) => {
    const version = await currentVersion(tx, await getAsset(tx, scope, gpt.id))
    if (version.definitionHash !== hash) {
      throw new ApiProblem(
        'definition-changed',
        `It changed since you looked: it is version ${version.no} now, of another definition.`,
      )
    }
    const id = asApprovalId(randomUUIDv7())
    const { integrationId, id: assetId } = gpt
    const what = { integrationId, assetId, versionNo: version.no, definitionHash: hash }
    await insertApproval(tx, { id, ...what, reason, approvedBy: actor })
    return required(await getApproval(tx, assetId, id))
  })
}

/** What the GPT is now, or why that is not known. */
async function currentVersion(tx: Db, gpt: Asset | null): Promise<AssetVersion> {
  if (gpt === null) throw notFound('GPT')
  if (gpt.deletedAt !== null) throw new ApiProblem('definition-unknown', 'The GPT is gone at OpenAI.')
  const standing = (await definitionStandings(tx, gpt.integrationId, [gpt.id])).get(gpt.id)
  if (!standing?.newest || !standing.isRead) {
    throw new ApiProblem('definition-unknown', 'Its latest configuration has not been read yet.')
  }
  return standing.newest
}

export async function findApproval({ database }: Deps, gpt: Asset, id: string): Promise<Approval> {
  const row = await getApproval(database.drizzle, gpt.id, asApprovalId(id))
  if (row === null) throw notFound('approval')
  return row
}

/** Once: whoever withdraws it again finds it so, with the reason that was given first. */
export function endApproval(
  deps: Deps,
  context: Context<ApiEnv>,
  gpt: Asset,
  { approval, reason }: { readonly approval: Approval; readonly reason: string },
): Promise<Approval> {
  const { actor } = context.get('caller')
  return undisturbed(deps, gpt, async (tx) => {
    await withdrawApproval(tx, approval.id, { by: actor, reason })
    return required(await getApproval(tx, gpt.id, approval.id))
  })
}

/** Read in the transaction that wrote it. */
function required(row: Approval | null): Approval {
  if (row === null) throw new Error('an approval was written and is not there')
  return row
}

export type VersionName = 'approved' | 'current' | number

/** The version that a diff is asked of. */
export async function namedVersion(
  { database: { drizzle } }: Deps,
  gpt: Asset,
  name: VersionName,
  parameter: 'from' | 'to',
): Promise<AssetVersion> {
  const no = await numberOf(drizzle, gpt, name)
  const version = no === null ? null : await getVersion(drizzle, gpt, no)
  if (version !== null) return version
  const [detail, expected] =
    name === 'approved'
      ? ['No definition of this GPT is approved.', 'a number, as GET /gpts/{id}/versions lists them']
      : ['This GPT has no such version.', 'a version that GET /gpts/{id}/versions lists']
  throw new ApiProblem('invalid-request', detail, {
    errors: [{ pointer: `?${parameter}`, detail: `must be ${expected}` }],
  })
}

async function numberOf(db: Db, gpt: Asset, name: VersionName): Promise<number | null> {
  if (typeof name === 'number') return name
  if (name === 'approved') return (await liveApproval(db, gpt.id))?.versionNo ?? null
  return (await definitionStandings(db, gpt.integrationId, [gpt.id])).get(gpt.id)?.newest?.no ?? null
}
