import type { Scenario, ScenarioKey } from '../scenario.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { redactForAudit } from '../tenant/tenant.ts'
import {
  complianceAddressRefused,
  complianceScopeMissing,
  foreignWorkspace,
  incorrectKey,
  mismatchedOrganization,
  missingScopes,
  noKey,
  organizationNotFound,
  platformAddressRefused,
  workspaceNotFound,
  wrongKeyClass,
} from './errors.ts'
import type { Answer, Request, Route } from './message.ts'

// Who is calling and what they may do, in the order in which upstream checks: key (401), its address, scope (401 on
// the platform, 403 on the compliance plane), workspace (404, or 403 for somebody else's). Parameters and rate limits
// come after.

export const SCOPE = {
  management: 'api.management.read',
  auditLogs: 'api.audit_logs.read',
  usage: 'api.usage.read',
  models: 'api.model.read',
  complianceExport: 'chatgpt.enterprise.compliance_export.read',
  complianceLogs: 'chatgpt.enterprise.compliance_logs_platform.read',
} as const

/** The scope of one log category, e.g. `….auth_log.read`. */
export function logScope(eventType: string): string {
  return `chatgpt.enterprise.compliance_logs_platform.${eventType.toLowerCase()}.read`
}

export interface Authorized {
  readonly key: ScenarioKey
  /** Short name of the key for statistics: no secret. */
  readonly label: string
  readonly redacted: string
}

function ownKeys(tenant: Tenant, scenario: Scenario, nowMicros: number): ScenarioKey[] {
  const granted =
    scenario.complianceGrantedAt === null || nowMicros >= Date.parse(scenario.complianceGrantedAt) * 1000
  return [
    { token: tenant.tokens.admin, kind: 'admin', scopes: [SCOPE.management, SCOPE.auditLogs, SCOPE.usage] },
    {
      token: tenant.tokens.compliance,
      kind: 'compliance',
      scopes: granted ? [SCOPE.complianceExport, SCOPE.complianceLogs] : [],
    },
    { token: tenant.tokens.project, kind: 'project', scopes: [SCOPE.models] },
  ]
}

export function bearerOf(request: Pick<Request, 'headers'>): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** The key behind the bearer token, or the 401 that refuses it. */
export function authenticate(tenant: Tenant, scenario: Scenario, request: Request): Authorized | Answer {
  const token = bearerOf(request)
  if (token === undefined) return noKey()
  const key = [...scenario.keys, ...ownKeys(tenant, scenario, request.now)].find(
    (known) => known.token === token,
  )
  const expired = key?.expiresAt !== undefined && request.now >= Date.parse(key.expiresAt) * 1000
  if (!key || key.revoked || expired || scenario.revokedTokens.includes(token)) return incorrectKey(token)
  return { key, label: `${key.kind}:${token.slice(-4)}`, redacted: redactForAudit(token) }
}

export function isAnswer(value: Authorized | Answer): value is Answer {
  return 'status' in value
}

function hasScope(key: ScenarioKey, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((scope) => key.scopes.includes(scope))
}

function platformRefusal(
  tenant: Tenant,
  scenario: Scenario,
  route: Route,
  request: Request,
  key: ScenarioKey,
) {
  if (scenario.ipAllowListBlocks) return platformAddressRefused()
  const organization = request.headers['openai-organization']
  if (organization !== undefined && organization !== (key.organizationId ?? tenant.organizationId)) {
    return mismatchedOrganization()
  }
  const wanted = route.scopes(request)
  return hasScope(key, wanted) ? undefined : missingScopes(wanted[0] ?? '')
}

function complianceRefusal(
  tenant: Tenant,
  scenario: Scenario,
  route: Route,
  request: Request,
  key: ScenarioKey,
) {
  const wanted = route.scopes(request)
  if (!hasScope(key, wanted)) {
    return key.kind === 'compliance' ? complianceScopeMissing(wanted[0] ?? '') : wrongKeyClass()
  }
  if (scenario.ipAllowListBlocks) return complianceAddressRefused()
  return placeRefusal(tenant, request, key)
}

/** Whether the workspace or organization in the path is this key's. */
function placeRefusal(tenant: Tenant, request: Request, key: ScenarioKey): Answer | undefined {
  const workspace = request.params.workspace_id
  if (workspace !== undefined && workspace !== (key.workspaceId ?? tenant.workspaceId)) {
    const exists = workspace === tenant.otherWorkspaceId || workspace === tenant.workspaceId
    return exists ? foreignWorkspace() : workspaceNotFound()
  }
  const organization = request.params.organization_id
  if (organization !== undefined && organization !== (key.organizationId ?? tenant.organizationId)) {
    return organizationNotFound()
  }
  return undefined
}

export function refusalOf(
  tenant: Tenant,
  scenario: Scenario,
  route: Route,
  request: Request,
  caller: Authorized,
): Answer | undefined {
  return route.plane === 'platform'
    ? platformRefusal(tenant, scenario, route, request, caller.key)
    : complianceRefusal(tenant, scenario, route, request, caller.key)
}
