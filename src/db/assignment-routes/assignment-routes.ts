import type { Actor } from '../../model/core/actor.ts'
import type { AssignmentRoute } from '../../model/core/assignment-routes.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

export interface StoredRoutes {
  /** 0: nobody has saved any. */
  readonly version: number
  readonly routes: readonly AssignmentRoute[]
  readonly updatedAt: string | null
  readonly updatedBy: Actor | null
}

const NONE: StoredRoutes = { version: 0, routes: [], updatedAt: null, updatedBy: null }

/** The list in effect; an empty one where there is none. */
export async function readAssignmentRoutes(
  on: Sql | Tx,
  integrationId: IntegrationId,
): Promise<StoredRoutes> {
  const [row] = await quietly(on<StoredRoutes[]>`
    select version, routes, updated_at as "updatedAt", updated_by as "updatedBy"
    from assignment_routes where integration_id = ${integrationId}`)
  return row ?? NONE
}

/** Who saves a list holds it first, from reading which one it is to be put in place of. */
export async function holdAssignmentRoutes(tx: Tx, integrationId: IntegrationId): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`assignment routes of ${integrationId}`}, 0))`
}

/** Puts a list in place of the one before, within `holdAssignmentRoutes`. */
export async function putAssignmentRoutes(
  tx: Tx,
  integrationId: IntegrationId,
  { routes, by }: { readonly routes: readonly AssignmentRoute[]; readonly by: Actor },
): Promise<StoredRoutes> {
  const [row] = await tx<StoredRoutes[]>`
    insert into assignment_routes as r (integration_id, version, routes, updated_by)
    values (${integrationId}, 1, ${JSON.stringify(routes)}::text::jsonb, ${JSON.stringify(by)}::text::jsonb)
    on conflict (integration_id) do update set version = r.version + 1, routes = excluded.routes,
      updated_at = now(), updated_by = excluded.updated_by
    returning version, routes, updated_at as "updatedAt", updated_by as "updatedBy"`
  if (row === undefined) throw new Error('an upsert returned no row')
  return row
}
