/**
 * Fixed words in which Casbah tells of a GPT's custom actions. They stand in clear beside sealed definitions, so
 * each list is ours alone: no word of a customer is ever among them.
 */

export const SCHEMA_FORMATS = ['openapi_3_0', 'openapi_3_1', 'swagger_2', 'unknown'] as const
export type SchemaFormat = (typeof SCHEMA_FORMATS)[number]

/** `truncated`: read, but not all of it was looked at. With the others nothing is known of what the action can do. */
export const SCHEMA_PROBLEMS = ['too_large', 'not_parsed', 'no_paths', 'truncated'] as const
export type SchemaProblem = (typeof SCHEMA_PROBLEMS)[number]

export const INSECURE_HOSTS = ['http', 'ip_literal', 'private_host', 'tunnel', 'free_hosting'] as const
export type InsecureHost = (typeof INSECURE_HOSTS)[number]

export const PRIVACY_POLICIES = ['present', 'missing'] as const
export type PrivacyPolicy = (typeof PRIVACY_POLICIES)[number]

export const SECRET_KINDS = [
  'anthropic_key',
  'aws_access_key',
  'bearer_token',
  'github_token',
  'google_api_key',
  'openai_key',
  'private_key',
  'slack_token',
  'stripe_live_key',
] as const
export type SecretKind = (typeof SECRET_KINDS)[number]
