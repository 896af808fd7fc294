import {
  complianceOrganizationScope,
  organizationScope,
  workspaceScope,
} from '../../model/core/budget-scopes.ts'
import type { Capability } from '../../model/core/capabilities.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../../model/core/capabilities.ts'
import type { Plane } from '../../model/core/planes.ts'
import type { ResultCode } from '../../model/core/result-codes.ts'
import { BudgetWait } from '../budget.ts'
import { createComplianceClient } from '../compliance.ts'
import type { CredentialRejected } from '../failures.ts'
import { CapabilityDenied, isUpstreamFailure } from '../failures.ts'
import type { LogPlace } from '../logs.ts'
import { createLogsClient } from '../logs.ts'
import type { DailyQuery } from '../platform.ts'
import { createPlatformClient } from '../platform.ts'
import type { Transport } from '../transport.ts'
import type { ClientContext, UpstreamCredential, UpstreamOptions } from '../upstream.ts'

/** What probing needs: like collecting, without knowing yet who serves what. */
export interface ProbeOptions extends Omit<UpstreamOptions, 'serving' | 'credentials'> {
  readonly credentials: readonly ProbedCredential[]
}

export interface ProbedCredential extends UpstreamCredential {
  /** It worked earlier: refused now means revoked or expired. */
  readonly acceptedBefore?: boolean
}

/** One credential tried at one capability. */
export interface Attempt {
  readonly credential: ProbedCredential
  readonly capability: Capability
  readonly plane: Plane
  readonly code: ResultCode
  readonly scopes: readonly string[]
  /** Whether that API knows the key at all: false for a 401 that names no scope, null where no answer told. */
  readonly isKnown: boolean | null
}

export const PLATFORM_CAPABILITIES = CAPABILITIES.filter((one) => CAPABILITY_FACTS[one].plane === 'platform')
export const CHATGPT_CAPABILITIES = CAPABILITIES.filter((one) => CAPABILITY_FACTS[one].plane === 'chatgpt')

/** No workspace has it: asked only to learn whether the compliance host knows a key. */
const NO_WORKSPACE = '00000000-0000-0000-0000-000000000000'
const DAY_MS = 86_400_000

/** One request a capability; once an API does not know the key, it is not asked again. */
export async function attemptPlane(
  transport: Transport,
  options: ProbeOptions,
  credential: ProbedCredential,
  plane: Plane,
): Promise<Attempt[]> {
  const attempts: Attempt[] = []
  for (const capability of plane === 'platform' ? PLATFORM_CAPABILITIES : CHATGPT_CAPABILITIES) {
    const [last] = attempts.slice(-1)
    const isHopeless = last !== undefined && last.isKnown === false
    attempts.push(
      isHopeless ? { ...last, capability } : await attempt(transport, options, credential, capability),
    )
  }
  return attempts
}

/** Whether the other API, which has no id to be read with, at least knows the key. */
export async function isKnownTo(
  transport: Transport,
  options: ProbeOptions,
  credential: ProbedCredential,
  plane: Plane,
): Promise<boolean> {
  const ids = options.ids.workspaceId === null ? { ...options.ids, workspaceId: NO_WORKSPACE } : options.ids
  const capability = plane === 'platform' ? 'platform.organization_read' : 'chatgpt.directory_read'
  const { isKnown } = await attempt(transport, { ...options, ids }, credential, capability)
  return isKnown === true
}

async function attempt(
  transport: Transport,
  options: ProbeOptions,
  credential: ProbedCredential,
  capability: Capability,
): Promise<Attempt> {
  const base = { credential, capability, plane: CAPABILITY_FACTS[capability].plane }
  try {
    const found = await ask(transport, options, credential, capability)
    // Where audit logging is off there is nothing to return; where it is on, at least its own enabling was logged.
    const isSilent = capability === 'platform.audit_logs_read' && found === 0
    return { ...base, code: isSilent ? 'audit_logging_disabled' : 'ok', scopes: [], isKnown: true }
  } catch (error) {
    return { ...base, ...outcomeOf(error) }
  }
}

function outcomeOf(error: unknown): Pick<Attempt, 'code' | 'scopes' | 'isKnown'> {
  if (error instanceof BudgetWait) return { code: 'rate_limited', scopes: [], isKnown: null }
  if (!isUpstreamFailure(error)) throw error
  switch (error.name) {
    case 'CredentialRejected':
      return { code: error.code, scopes: [], isKnown: isKnownThough(error) }
    case 'CapabilityDenied':
      return { code: error.code, scopes: error.scopes, isKnown: true }
    case 'RateLimited':
      return { code: 'rate_limited', scopes: [], isKnown: null }
    case 'Transient':
      return { code: 'unreachable', scopes: [], isKnown: null }
    case 'UpstreamContractChanged':
    case 'CursorStuck':
    case 'NotThere':
      return { code: 'contract_changed', scopes: [], isKnown: null }
    default:
      return error satisfies never
  }
}

/** A key refused for its address or its organization is a key of that API all the same. */
const isKnownThough = (error: CredentialRejected): boolean =>
  error.code === 'ip_not_allowed' || error.code === 'wrong_organization'

/** The cheapest request that a capability answers; returns how many records came. */
async function ask(
  transport: Transport,
  options: ProbeOptions,
  credential: ProbedCredential,
  capability: Capability,
): Promise<number> {
  const first = { after: null, limit: 1 }
  switch (capability) {
    case 'platform.organization_read':
      return count(platformClient(transport, options, credential, capability).users(first))
    case 'platform.project_read':
      return count(platformClient(transport, options, credential, capability).projects(first))
    case 'platform.audit_logs_read':
      return count(platformClient(transport, options, credential, capability).auditLogs(first))
    case 'platform.access_read':
      return count(platformClient(transport, options, credential, capability).roles(first))
    case 'platform.settings_read':
      return count(platformClient(transport, options, credential, capability).certificates(first))
    case 'platform.usage_read':
      return count(platformClient(transport, options, credential, capability).costs(someDay()))
    case 'chatgpt.directory_read':
      return count(complianceClient(transport, options, credential, capability).users(first))
    case 'chatgpt.gpts_read':
      return count(complianceClient(transport, options, credential, capability).gpts(first))
    case 'chatgpt.projects_read':
      return count(complianceClient(transport, options, credential, capability).projects(first))
    case 'chatgpt.personal_read':
      return count(complianceClient(transport, options, credential, capability).memories(first))
    case 'chatgpt.codex_read':
      return count(complianceClient(transport, options, credential, capability).codexEnvironments(first))
    case 'chatgpt.agents_read':
      return count(complianceClient(transport, options, credential, capability).agents(first))
    case 'chatgpt.plugins_read':
      return count(complianceClient(transport, options, credential, capability).plugins(first))
    case 'chatgpt.logs.COSTS':
      return askForLogs(transport, options, credential, capability, 'organization')
    case 'chatgpt.logs.AUTH_LOG':
    case 'chatgpt.logs.AUDIT_LOG':
    case 'chatgpt.logs.CONVERSATION_MESSAGE':
    case 'chatgpt.logs.APP_AUTH_LOG':
    case 'chatgpt.logs.APP_LOG':
    case 'chatgpt.logs.CODEX_LOG':
    case 'chatgpt.logs.CODEX_TURN':
    case 'chatgpt.logs.CODEX_SECURITY_LOG':
    case 'chatgpt.logs.CUSTOM_AGENTS_LOG':
    case 'chatgpt.logs.CHATGPT_PLUGIN_SPREADSHEET':
      return askForLogs(transport, options, credential, capability, 'workspace')
    default:
      return capability satisfies never
  }
}

async function askForLogs(
  transport: Transport,
  options: ProbeOptions,
  credential: ProbedCredential,
  capability: Capability,
  place: LogPlace,
): Promise<number> {
  const { workspaceId, context } = complianceContext(options, credential, capability)
  const { organizationId } = options.ids
  if (place === 'organization' && organizationId === null) {
    throw new CapabilityDenied('not_configured', capability)
  }
  const placeId = place === 'workspace' ? workspaceId : (organizationId ?? '')
  const budgetScope = place === 'workspace' ? context.budgetScope : complianceOrganizationScope(placeId)
  const logs = createLogsClient(transport, { ...context, budgetScope }, place, placeId)
  const eventType = capability.slice('chatgpt.logs.'.length)
  const after = new Date(Date.now() - DAY_MS).toISOString()
  return (await logs.list({ eventType, after, limit: 1 })).files.length
}

/** A bucket of usage or costs, as small as there is one. */
const someDay = (): DailyQuery => {
  const startTime = Math.floor((Date.now() - DAY_MS) / 1_000)
  return { startTime, endTime: null, page: null, limit: 1 }
}

const count = async (page: Promise<{ readonly records: readonly unknown[] }>): Promise<number> =>
  (await page).records.length

export function platformClient(
  transport: Transport,
  options: ProbeOptions,
  credential: ProbedCredential,
  capability: Capability,
) {
  const budgetScope = organizationScope(options.ids.organizationId, credential.id)
  const context = { ...contextOf(options, credential, capability), baseUrl: options.platformUrl, budgetScope }
  return createPlatformClient(transport, context, options.ids)
}

export function complianceClient(
  transport: Transport,
  options: ProbeOptions,
  credential: ProbedCredential,
  capability: Capability,
) {
  const { workspaceId, context } = complianceContext(options, credential, capability)
  return createComplianceClient(transport, context, workspaceId)
}

function complianceContext(
  options: ProbeOptions,
  credential: ProbedCredential,
  capability: Capability,
): { workspaceId: string; context: ClientContext } {
  const workspaceId = options.ids.workspaceId ?? NO_WORKSPACE
  const context = {
    ...contextOf(options, credential, capability),
    baseUrl: options.complianceUrl,
    budgetScope: workspaceScope(workspaceId),
  }
  return { workspaceId, context }
}

function contextOf(options: ProbeOptions, credential: ProbedCredential, capability: Capability) {
  return {
    credential,
    capability,
    acceptedBefore: credential.acceptedBefore ?? false,
    rateFactor: options.rateFactor,
  }
}
