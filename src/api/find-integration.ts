import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { listCapabilities } from '../db/capabilities/put-capabilities.ts'
import { listCredentials } from '../db/credentials/list-credentials.ts'
import { listGaps } from '../db/gaps/list-gaps.ts'
import type { Integration } from '../db/integrations/list-integrations.ts'
import { getIntegration } from '../db/integrations/list-integrations.ts'
import { newestModeChange } from '../db/mode-changes/mode-changes.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import { asIntegrationId } from '../model/core/ids.ts'
import { workflowIds } from '../model/core/names.ts'
import type { ApiEnv } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { temporalLink } from './deps.ts'
import { ApiProblem, notFound } from './problem.ts'
import type { IntegrationDetailSchema } from './schemas/integration.ts'
import {
  capabilityView,
  credentialView,
  gapView,
  integrationView,
  modeChangeView,
} from './schemas/integration.ts'

/** The integration, if the caller may see it. */
export async function findIntegration(
  { database }: { readonly database: Pick<ApiDeps['database'], 'drizzle'> },
  context: Context<ApiEnv>,
  id: string,
): Promise<Integration> {
  const row = await getIntegration(database.drizzle, context.get('caller').scope, asIntegrationId(id))
  if (row === null) throw notFound('integration')
  return row
}

/** Filters name integrations that the caller may see: one that is unknown would read as "nothing was found". */
export async function findNamed(
  deps: Pick<ApiDeps, 'database'>,
  context: Context<ApiEnv>,
  ids: readonly string[] | undefined,
): Promise<readonly IntegrationId[] | undefined> {
  if (ids === undefined) return undefined
  const rows = await Promise.all([...new Set(ids)].map((id) => findIntegration(deps, context, id)))
  return rows.map(({ id }) => id)
}

/** The same of a filter that names one. */
export const findNamedOne = async (
  deps: Pick<ApiDeps, 'database'>,
  context: Context<ApiEnv>,
  id: string | undefined,
): Promise<IntegrationId | undefined> =>
  id === undefined ? undefined : (await findIntegration(deps, context, id)).id

/** The integration, if it still takes commands. */
export async function findLiving(
  deps: Pick<ApiDeps, 'database'>,
  context: Context<ApiEnv>,
  id: string,
): Promise<Integration> {
  const row = await findIntegration(deps, context, id)
  if (row.disconnectedAt !== null) {
    throw new ApiProblem('integration-closed', 'This integration was disconnected.')
  }
  return row
}

export async function integrationDetail(
  deps: ApiDeps,
  row: Integration,
): Promise<z.infer<typeof IntegrationDetailSchema>> {
  const db = deps.database.drizzle
  const [credentials, capabilities, modeChange, gaps] = await Promise.all([
    listCredentials(db, row.id),
    listCapabilities(db, row.id),
    newestModeChange(db, row.id),
    listGaps(db, row.id),
  ])
  return {
    ...integrationView(row),
    credentials: credentials.map(credentialView),
    capabilities: capabilities.map(capabilityView),
    proof: row.proof,
    mode_change: modeChange === null ? null : modeChangeView(modeChange),
    collection_gaps: gaps.map(gapView),
    links: { temporal: temporalLink(deps, workflowIds.integration(row.id)) },
  }
}
