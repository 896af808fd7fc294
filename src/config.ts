import { readFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * Every setting, in one place. Each variable has a `_FILE` twin that names a file holding the
 * value (Docker and Kubernetes secrets). A bad setting stops the start, all bad ones named at once.
 */
const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)

/** Requests; the largest is beyond what a process can answer, and the same as no limit. */
const perMinute = (fallback: number) => z.coerce.number().int().min(0).max(10_000_000).default(fallback)

export const settingsSchema = z.object({
  /** Any Postgres ≥ 15. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Connections of one process. Worker slots are sized to stay below it. */
  DATABASE_POOL: z.coerce.number().int().min(4).max(200).default(20),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** Where Temporal's UI is, for links; empty where there is none. */
  TEMPORAL_UI_URL: z.union([z.url(), z.literal('')]).default(''),
  /** 32 bytes, base64 or hex. Seals credentials and configuration, and encrypts Temporal's payloads. */
  CASBAH_MASTER_KEY: z.string().min(1),
  CASBAH_API_HOST: z.string().min(1).default('127.0.0.1'),
  CASBAH_API_PORT: port(8787),
  /** Health of a worker process; 0 takes any free port. */
  CASBAH_WORKER_PORT: port(8788),
  /** File with the workflows' bundle, made at build time; without it a worker makes its own at start, in seconds. */
  CASBAH_WORKFLOW_BUNDLE: z.string().min(1).optional(),
  /** Optional: made into an API token at start if there is none yet. At least 32 characters. */
  CASBAH_BOOTSTRAP_TOKEN: z.string().min(32).optional(),
  /** The address that people's browsers reach this API by: https, or http on this machine. Needed for signing in, and for links in messages. */
  CASBAH_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The company's identity provider, as its own discovery document writes it. Without one nobody signs in: tokens alone. */
  CASBAH_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  CASBAH_OIDC_CLIENT_ID: z.string().min(1).max(512).optional(),
  CASBAH_OIDC_CLIENT_SECRET: z.string().min(1).max(4_096).optional(),
  /** Words, parted by spaces. `offline_access` brings a refresh token where the provider asks for it. */
  CASBAH_OIDC_SCOPES: z
    .string()
    .refine((words) => words.split(' ').includes('openid'), 'must hold the word openid')
    .default('openid profile email'),
  /** The claim that says what somebody is: their groups, or roles. */
  CASBAH_OIDC_ROLE_CLAIM: z.string().min(1).max(256).default('groups'),
  /** Its values that make an admin, an operator, a viewer: comma lists, or parted by semicolons where a value holds a comma. */
  CASBAH_OIDC_ADMIN_VALUES: z.string().default(''),
  CASBAH_OIDC_OPERATOR_VALUES: z.string().default(''),
  CASBAH_OIDC_VIEWER_VALUES: z.string().default(''),
  /** What everybody else is whom the provider signs in. */
  CASBAH_OIDC_DEFAULT_ROLE: z.enum(['none', 'viewer', 'operator']).default('none'),
  /** Origin of Temporal's UI, allowed at the embedded codec endpoint. */
  CASBAH_CODEC_ORIGIN: z.url().optional(),
  CASBAH_CODEC_PORT: port(8789),
  /** Proxies before the API, each of which adds the address it was called from to X-Forwarded-For. */
  CASBAH_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
  /** What one token may ask of one API process in a minute; 0: without limit. A page of a list, or one thing. */
  CASBAH_API_READS_PER_MINUTE: perMinute(600),
  /** Triage, commands and settings: a person makes a few, and a program that makes more changes them in bulk. */
  CASBAH_API_WRITES_PER_MINUTE: perMinute(120),
  /** Exports, backtests, previews, rules that are saved: each goes over all that is stored. */
  CASBAH_API_COSTLY_PER_MINUTE: perMinute(30),
  /** SCIM: identity providers send a request a person, and ask for 25 a second; here are 50. */
  CASBAH_API_DIRECTORY_PER_MINUTE: perMinute(3_000),
  /** Wrong tokens from one network. Far above mistakes of people, far below what could guess anything. */
  CASBAH_API_WRONG_TOKENS_PER_MINUTE: perMinute(60),
  OPENAI_PLATFORM_URL: z.url().default('https://api.openai.com/v1'),
  OPENAI_COMPLIANCE_URL: z.url().default('https://api.chatgpt.com/v1'),
  /** Multiplies the known upstream limits; above 1 only against a simulated tenant. */
  CASBAH_RATE_FACTOR: z.coerce.number().positive().default(1),
  /** Seconds between looks whether OpenAI has granted a compliance key its access; it does so by hand, in days. */
  CASBAH_ACCESS_PROBE_SECONDS: z.coerce.number().int().min(1).max(86_400).default(3_600),
  /** Days that text is kept in mode `content`, from when it was collected. */
  CASBAH_CONTENT_RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
  /** Comma list of hosts that destinations may reach although they are private (in-house receivers). */
  CASBAH_WEBHOOK_ALLOW_HOSTS: z.string().default(''),
  /** Seconds that a receiver has to answer, connection and body together. Standard Webhooks advises 15 to 30. */
  CASBAH_WEBHOOK_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(30).default(20),
  /** Multiplies waits between attempts, windows of batches, and after how long a destination is disabled; below 1 only to try them out. */
  CASBAH_WEBHOOK_WAIT_FACTOR: z.coerce.number().positive().max(1).default(1),
  /** Whether an exception may be made without an end. Off: what is accepted for ever is looked at by nobody again. */
  CASBAH_ALLOW_PERMANENT_EXCEPTIONS: z.stringbool().default(false),
  CASBAH_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Settings = z.infer<typeof settingsSchema>

const NEXT =
  'Set them in the environment, or put each value into a file and name that: NAME_FILE. src/config.ts says what each holds.'

export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n${NEXT}`)
    this.problems = problems
  }
}

/** Reads the settings from an environment; throws `SettingsError` naming every bad variable, never a value. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const settings = readSome(env, Object.keys(settingsSchema.shape) as (keyof Settings)[])
  const problems = signInProblems(settings)
  if (problems.length > 0) throw new SettingsError(problems)
  return settings
}

/** Those that signing in takes. */
export const SIGN_IN_SETTINGS = [
  'CASBAH_PUBLIC_URL',
  'CASBAH_OIDC_ISSUER',
  'CASBAH_OIDC_CLIENT_ID',
  'CASBAH_OIDC_CLIENT_SECRET',
  'CASBAH_OIDC_SCOPES',
  'CASBAH_OIDC_ROLE_CLAIM',
  'CASBAH_OIDC_ADMIN_VALUES',
  'CASBAH_OIDC_OPERATOR_VALUES',
  'CASBAH_OIDC_VIEWER_VALUES',
  'CASBAH_OIDC_DEFAULT_ROLE',
] as const satisfies readonly (keyof Settings)[]

export type SignInVariables = Pick<Settings, (typeof SIGN_IN_SETTINGS)[number]>

const WHO_IS_WHAT = [
  'CASBAH_OIDC_ADMIN_VALUES',
  'CASBAH_OIDC_OPERATOR_VALUES',
  'CASBAH_OIDC_VIEWER_VALUES',
] as const

const ALL_OR_NONE = [
  'CASBAH_OIDC_ISSUER',
  'CASBAH_OIDC_CLIENT_ID',
  'CASBAH_OIDC_CLIENT_SECRET',
  'CASBAH_PUBLIC_URL',
] as const

/** What single settings cannot say: which belong together, and that nobody is left outside by a forgotten one. */
export function signInProblems(settings: SignInVariables): readonly string[] {
  const { CASBAH_PUBLIC_URL: url, CASBAH_OIDC_ISSUER: issuer } = settings
  const problems: string[] = []
  if (url !== undefined && !isBareOrigin(url))
    problems.push('CASBAH_PUBLIC_URL: must be scheme://host or scheme://host:port, without a path')
  for (const name of ['CASBAH_PUBLIC_URL', 'CASBAH_OIDC_ISSUER'] as const) {
    const value = settings[name]
    if (value !== undefined && !isSafe(value))
      problems.push(`${name}: must be https; http is for 127.0.0.1, [::1] and localhost alone`)
  }
  const isAsked =
    issuer !== undefined ||
    settings.CASBAH_OIDC_CLIENT_ID !== undefined ||
    settings.CASBAH_OIDC_CLIENT_SECRET !== undefined ||
    settings.CASBAH_OIDC_DEFAULT_ROLE !== 'none' ||
    WHO_IS_WHAT.some((name) => settings[name] !== '')
  if (!isAsked) return problems
  for (const name of ALL_OR_NONE)
    if (settings[name] === undefined) problems.push(`${name}: is not set, and signing in takes it`)
  const isOpenToSome =
    settings.CASBAH_OIDC_DEFAULT_ROLE !== 'none' || WHO_IS_WHAT.some((name) => settings[name].trim() !== '')
  if (!isOpenToSome)
    problems.push(
      `${WHO_IS_WHAT[0]}: nobody could sign in; name the values of the role claim that make an admin here, or set ${WHO_IS_WHAT[1]}, ${WHO_IS_WHAT[2]}`,
    )
  return problems
}

const isBareOrigin = (text: string): boolean => {
  const { pathname, search, hash, username, password } = new URL(text)
  return pathname === '/' && search + hash + username + password === ''
}

/** Nobody else is on the way: what goes to this machine itself does not leave it. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

function isSafe(text: string): boolean {
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || LOOPBACK.test(hostname)
}

/** Some of them by themselves, for commands that need no more. */
export function readSome<Name extends keyof Settings>(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly Name[],
): Pick<Settings, Name> {
  const problems: string[] = []
  const values: Partial<Record<Name, unknown>> = {}
  for (const name of names) {
    const parsed = settingsSchema.shape[name].safeParse(readOne(env, name, problems))
    if (parsed.success) values[name] = parsed.data
    else problems.push(...parsed.error.issues.map((issue) => `${name}: ${wordsOf(issue)}`))
  }
  if (problems.length > 0) throw new SettingsError(problems)
  return values as Pick<Settings, Name>
}

/** Values stay out of it: a setting may be a secret. */
function wordsOf({ code, message }: z.core.$ZodIssue): string {
  if (message.endsWith('received undefined')) return 'is not set, and there is no default'
  if (code === 'invalid_format') return 'is not an address of that kind, like scheme://host:port/path'
  return message
}

function readOne(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  problems: string[],
): string | undefined {
  const file = env[`${name}_FILE`]
  if (file === undefined || file === '') return env[name] === '' ? undefined : env[name]
  if (env[name]) problems.push(`${name}: set either ${name} or ${name}_FILE, not both`)
  try {
    return readFileSync(file, 'utf8').trimEnd()
  } catch (error) {
    problems.push(
      `${name}_FILE: cannot read it (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    )
    return undefined
  }
}
