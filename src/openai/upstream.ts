import {
  complianceOrganizationScope,
  organizationScope,
  workspaceScope,
} from '../model/core/budget-scopes.ts'
import type { Capability } from '../model/core/capabilities.ts'
import type { CredentialKind } from '../model/core/credentials.ts'
import type { CredentialId } from '../model/core/ids.ts'
import type { Budget } from './budget.ts'
import type { ComplianceClient } from './compliance.ts'
import { createComplianceClient } from './compliance.ts'
import { CapabilityDenied } from './failures.ts'
import type { HttpPool } from './http-pool.ts'
import type { LogPlace, LogsClient } from './logs.ts'
import { createLogsClient } from './logs.ts'
import type { PlatformClient } from './platform.ts'
import { createPlatformClient } from './platform.ts'
import type { UpstreamIds } from './streams/stream-reader.ts'
import { createTransport } from './transport.ts'

export interface UpstreamCredential {
  readonly id: CredentialId
  /** What the person called it; a label, not a promise. */
  readonly kind: CredentialKind
  readonly secret: string
}

export interface UpstreamOptions {
  readonly platformUrl: string
  readonly complianceUrl: string
  readonly credentials: readonly UpstreamCredential[]
  /** Which credential serves which capability, as the last probe found. */
  readonly serving: Partial<Record<Capability, CredentialId>>
  readonly ids: UpstreamIds
  readonly budget: Budget
  /** Multiplies the known limits; above 1 only against a simulated tenant. */
  readonly rateFactor: number
  readonly signal: AbortSignal
}

/** The clients of one slice: cheap to make, thrown away with the slice. */
export interface Upstream {
  platform(capability: Capability): PlatformClient
  compliance(capability: Capability): ComplianceClient
  logs(capability: Capability, place: LogPlace): LogsClient
}

/** What every client is made of: who asks for what, under which limits. */
export interface ClientContext {
  readonly credential: UpstreamCredential
  readonly capability: Capability
  /** True in collection, where the credential was probed; false while probing it for the first time. */
  readonly acceptedBefore: boolean
  readonly baseUrl: string
  /** The workspace or organization that the budget counts for. */
  readonly budgetScope: string
  readonly rateFactor: number
}

export function openUpstream(options: UpstreamOptions, pool: HttpPool): Upstream {
  const transport = createTransport(pool, options.budget, options.signal)
  const context = (capability: Capability, baseUrl: string, budgetScope: string): ClientContext => ({
    credential: servingCredential(options, capability),
    capability,
    acceptedBefore: true,
    baseUrl,
    budgetScope,
    rateFactor: options.rateFactor,
  })
  const workspace = (capability: Capability) => {
    const workspaceId = options.ids.workspaceId
    if (workspaceId === null) throw new CapabilityDenied('not_configured', capability)
    const made = context(capability, options.complianceUrl, workspaceScope(workspaceId))
    return { made, workspaceId }
  }
  return {
    platform(capability) {
      const scope = organizationScope(options.ids.organizationId, servingCredential(options, capability).id)
      return createPlatformClient(transport, context(capability, options.platformUrl, scope), options.ids)
    },
    compliance(capability) {
      const { made, workspaceId } = workspace(capability)
      return createComplianceClient(transport, made, workspaceId)
    },
    logs(capability, place) {
      if (place === 'workspace') {
        const { made, workspaceId } = workspace(capability)
        return createLogsClient(transport, made, place, workspaceId)
      }
      const { organizationId } = options.ids
      if (organizationId === null) throw new CapabilityDenied('not_configured', capability)
      const made = context(capability, options.complianceUrl, complianceOrganizationScope(organizationId))
      return createLogsClient(transport, made, place, organizationId)
    },
  }
}

function servingCredential(options: UpstreamOptions, capability: Capability): UpstreamCredential {
  const id = options.serving[capability]
  const credential = options.credentials.find((candidate) => candidate.id === id)
  if (credential === undefined) throw new CapabilityDenied('not_configured', capability)
  return credential
}
