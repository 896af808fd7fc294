import type { IntegrationId } from './ids.ts'

/** Which integrations the caller of a read may see. Every read function of `db` takes one. */
export interface Scope {
  readonly integrationIds: 'all' | readonly IntegrationId[]
}

/** What Casbah itself sees; never for a request that came from outside. */
export const ALL_INTEGRATIONS: Scope = { integrationIds: 'all' }
