import type { ApiClient } from '../api-client.ts'
import type { CollectTickets, Integration } from '../run-view.ts'

/** The simulated tenant as an integration, made and collected through the API as anybody would do it. */

/** What the simulator says of itself when it is ready. Its keys open nothing but the simulation. */
export interface SimulatedTenant {
  readonly displayName: string
  readonly organizationId: string
  readonly workspaceId: string | null
  readonly adminKey: string
  readonly complianceKey: string | null
  readonly ownDomains: readonly string[]
}

/** Adds it, or finds the one that an earlier start added. */
export async function ensureIntegration(
  api: ApiClient,
  tenant: SimulatedTenant,
): Promise<{ integration: Integration; isNew: boolean }> {
  for await (const integration of api.list<Integration>('/api/v1/integrations')) {
    const live = integration.disconnected_at === null
    if (live && integration.display_name === tenant.displayName) return { integration, isNew: false }
  }
  const integration = await api.post<Integration>('/api/v1/integrations', {
    display_name: tenant.displayName,
    organization_id: tenant.organizationId,
    ...(tenant.workspaceId === null ? {} : { workspace_id: tenant.workspaceId }),
    own_domains: tenant.ownDomains,
    credentials: {
      admin_key: { secret: tenant.adminKey, key_name: 'casbah-simulated-admin' },
      ...(tenant.complianceKey === null
        ? {}
        : { compliance_key: { secret: tenant.complianceKey, key_name: 'casbah-simulated-compliance' } }),
    },
  })
  return { integration, isNew: true }
}

export const collectNow = (api: ApiClient, id: string): Promise<CollectTickets> =>
  api.post<CollectTickets>(`/api/v1/integrations/${id}/collect`)
