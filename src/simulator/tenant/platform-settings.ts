import { isDemo, isPlanted } from './conditions.ts'
import { idKind, makeId } from './ids.ts'
import { PER_PROJECT } from './platform-projects.ts'
import { saltOf } from './prng.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore } from './tenant.ts'
import { unixSeconds } from './time.ts'

// Limits, certificates and settings. Each project lacks something that a rule would miss, and no two lack the same.

const RATE_LIMIT = idKind('rl-', 20)
const CERTIFICATE = idKind('cert_', 24)
const ALERT = idKind('alert_', 24)
const SETTINGS_SALT = saltOf('platform-settings')
/** Alerts of projects use ids above the organization's. */
const PROJECT_BASE = 2 ** 20

const MODELS = ['gpt-5-5', 'gpt-5-mini', 'text-embedding-3-large'] as const

export function rateLimits(tenant: Tenant, p: number) {
  return MODELS.map((model, k) => ({
    object: 'project.rate_limit',
    id: makeId(tenant.seed, RATE_LIMIT, p * PER_PROJECT + k),
    model,
    max_requests_per_1_minute: 500 * (k + 1),
    max_tokens_per_1_minute: 30_000 * (p + 1),
    ...(k === 0 ? { batch_1_day_max_input_tokens: 90_000 } : {}),
  }))
}

const CERTIFICATES = 3

export function certificate(tenant: Tenant, k: number, object: string, active: boolean) {
  const valid = daysBefore(tenant, 300 - k * 40, SETTINGS_SALT, k)
  return {
    object,
    id: makeId(tenant.seed, CERTIFICATE, k),
    // Names are nullable upstream.
    name: k === 1 ? null : `gateway-${k + 1}`,
    created_at: unixSeconds(valid),
    active,
    certificate_details: {
      valid_at: unixSeconds(valid),
      // One has expired, one is about to, one has time.
      expires_at: unixSeconds(daysBefore(tenant, 20 - k * 30, SETTINGS_SALT, k)),
    },
  }
}

export const certificates = (tenant: Tenant) =>
  Array.from({ length: CERTIFICATES }, (_, k) => certificate(tenant, k, 'organization.certificate', k !== 2))

export const projectCertificates = (tenant: Tenant, p: number) =>
  Array.from({ length: p % 3 }, (_, k) => certificate(tenant, k, 'organization.project.certificate', k === 0))

function spendLimit(object: string, amount: number, status: string) {
  return { object, threshold_amount: amount, currency: 'USD', interval: 'month', enforcement: { status } }
}

function spendAlert(tenant: Tenant, object: string, index: number) {
  return {
    id: makeId(tenant.seed, ALERT, index),
    object,
    threshold_amount: 50_000,
    currency: 'USD',
    interval: 'month',
    notification_channel: { type: 'email', recipients: ['finance@example.com'], subject_prefix: null },
  }
}

export const organizationSettings = (tenant: Tenant) => ({
  data_retention: { object: 'organization.data_retention', type: 'modified_abuse_monitoring' },
  spend_limit: spendLimit('organization.spend_limit', 5_000_000, 'enforcing'),
  spend_alerts: [spendAlert(tenant, 'organization.spend_alert', 0)],
})

/** Projects whose settings are planted. */
export const UNRESTRICTED_PROJECT = 1
export const MCP_PROJECT = 2

const isUnrestricted = (tenant: Tenant, p: number): boolean =>
  isDemo(tenant)
    ? p % 2 !== 0
    : p === UNRESTRICTED_PROJECT && isPlanted(tenant, 'project.models_unrestricted')

const hasMcp = (tenant: Tenant, p: number): boolean =>
  isDemo(tenant) ? p % 3 === 1 : p === MCP_PROJECT && isPlanted(tenant, 'project.mcp_enabled')

const retentionOf = (tenant: Tenant, p: number, isChanged: boolean): string => {
  if (isChanged) return 'zero_data_retention'
  return isDemo(tenant) && p % 4 === 3 ? 'none' : 'organization_default'
}

/** `changed`: projects whose retention somebody has changed since. */
export const projectSettings = (tenant: Tenant, p: number, changed: ReadonlySet<number> = new Set()) => ({
  data_retention: {
    object: 'project.data_retention',
    type: retentionOf(tenant, p, changed.has(p)),
  },
  model_permissions: {
    object: 'project.model_permissions',
    ...(isUnrestricted(tenant, p)
      ? { mode: 'deny_list', model_ids: [] }
      : { mode: 'allow_list', model_ids: ['gpt-5-5'] }),
  },
  hosted_tools: {
    file_search: { enabled: true },
    web_search: { enabled: p % 2 === 0 },
    image_generation: { enabled: false },
    mcp: { enabled: hasMcp(tenant, p) },
    code_interpreter: { enabled: true },
  },
  /** Upstream answers 404 where no limit was set. */
  spend_limit: p % 3 === 0 ? undefined : spendLimit('project.spend_limit', 100_000 * (p + 1), 'inactive'),
  spend_alerts: p % 2 === 0 ? [] : [spendAlert(tenant, 'project.spend_alert', PROJECT_BASE + p)],
})
