import type { StoredRoutes } from '../../db/assignment-routes/assignment-routes.ts'
import {
  holdAssignmentRoutes,
  putAssignmentRoutes,
  readAssignmentRoutes,
} from '../../db/assignment-routes/assignment-routes.ts'
import type { Sql, Tx } from '../../db/client.ts'
import { quietly } from '../../db/errors.ts'
import { assignFindings } from '../../db/findings/assign-findings.ts'
import { MOST_HELD } from '../../db/findings/hold-findings.ts'
import { lockRulesToo } from '../../db/findings/rule-lock.ts'
import { rulesOfUnassigned } from '../../db/findings/unassigned-findings.ts'
import { holdLivingTx } from '../../db/integrations/hold-living.ts'
import type { Actor } from '../../model/core/actor.ts'
import type { AssignmentRoute } from '../../model/core/assignment-routes.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { TriedRoutes } from './try-routes.ts'
import { tryRoutes } from './try-routes.ts'

/** What would be assigned is not what was looked at any more. */
export class PreviewOvertaken extends Error {
  override readonly name = 'PreviewOvertaken'
  constructor() {
    super('what the routes would assign has changed since it was looked at')
  }
}

export interface RoutesToSave {
  readonly integrationId: IntegrationId
  readonly routes: readonly AssignmentRoute[]
  readonly by: Actor
  /** Throws where the list is not the one that it is to be put in place of. */
  readonly check: (before: StoredRoutes) => void
  /** Also of findings that stand already; null: only of those to come. */
  readonly apply: {
    /** Of the preview that was looked at; null: whatever comes of it. */
    readonly digest: string | null
  } | null
}

export interface SavedRoutes {
  readonly stored: StoredRoutes
  /** Null: only what is to come was asked for. */
  readonly applied: TriedRoutes | null
}

/**
 * Saves a list, and where that is asked for gives what stands and is nobody's to whom it says: all of it or nothing, in
 * one transaction. Rules with such findings are locked before any is read, so that neither evaluations nor people change
 * what is decided upon; a finding of another rule that opens meanwhile is as if it had opened before the save.
 * Throws `TooManyFindings`, `PreviewOvertaken`, and `IntegrationGone` where it is disconnected.
 */
export function saveRoutes(sql: Sql, wish: RoutesToSave, signal: AbortSignal): Promise<SavedRoutes> {
  const { integrationId, routes, by, check, apply } = wish
  const save = async (tx: Tx): Promise<SavedRoutes> => {
    await holdLivingTx(tx, integrationId)
    await holdAssignmentRoutes(tx, integrationId)
    check(await readAssignmentRoutes(tx, integrationId))
    const applied = apply === null ? null : await applyTo(tx, wish, apply.digest, signal)
    return { stored: await putAssignmentRoutes(tx, integrationId, { routes, by }), applied }
  }
  return quietly(sql.begin(async (tx) => ({ value: await save(tx) }))).then(({ value }) => value)
}

async function applyTo(
  tx: Tx,
  { integrationId, routes }: RoutesToSave,
  digest: string | null,
  signal: AbortSignal,
): Promise<TriedRoutes> {
  const ruleIds = await rulesOfUnassigned(tx, integrationId)
  await lockRulesToo(tx, integrationId, ruleIds)
  const tried = await tryRoutes(tx, {
    integrationId,
    routes,
    ruleIds,
    keep: MOST_HELD,
    refusesMore: true,
    signal,
  })
  if (digest !== null && digest !== tried.digest) throw new PreviewOvertaken()
  const given = await assignFindings(tx, integrationId, tried.assigned)
  // Purging takes findings away without the locks of their rules.
  if (given.size !== tried.matched) throw new PreviewOvertaken()
  return tried
}
