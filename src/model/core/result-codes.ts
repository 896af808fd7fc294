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
