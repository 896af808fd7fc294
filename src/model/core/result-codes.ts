/**
 * What a probe of a credential can end in. One list: the connection test, `failures.ts`, the API
 * and `casbah doctor` speak in these codes, and docs/reference names the fix for each.
 */
export const RESULT_CODES = [
  'ok',
  'invalid_key',
  'key_revoked_or_expired',
  'swapped_keys',
  'wrong_key_class',
  'missing_scope',
  'access_not_granted_yet',
  'unknown_workspace',
  'wrong_organization',
  'audit_logging_disabled',
  'ip_not_allowed',
  'project_key_adds_nothing',
  'not_configured',
  'unreachable',
  'rate_limited',
  'contract_changed',
] as const
export type ResultCode = (typeof RESULT_CODES)[number]

/** Codes with which upstream refuses a key, or the id it was given with: a person has to act. */
export const KEY_REFUSALS: ReadonlySet<ResultCode> = new Set<ResultCode>([
  'invalid_key',
  'key_revoked_or_expired',
  'wrong_key_class',
  'swapped_keys',
  'unknown_workspace',
  'wrong_organization',
  'ip_not_allowed',
])
