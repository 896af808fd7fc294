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
  /** Comma list of hosts that webhooks may reach although they are private (in-house receivers). */
  CASBAH_WEBHOOK_ALLOW_HOSTS: z.string().default(''),
  /** Seconds that a receiver has to answer, connection and body together. Standard Webhooks advises 15 to 30. */
  CASBAH_WEBHOOK_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(30).default(20),
  /** Multiplies the waits between attempts and the time after which a webhook is disabled; below 1 only to try them out. */
  CASBAH_WEBHOOK_WAIT_FACTOR: z.coerce.number().positive().max(1).default(1),
  /** Whether an exception may be made without an end. Off: what is accepted for ever is looked at by nobody again. */
  CASBAH_ALLOW_PERMANENT_EXCEPTIONS: z.stringbool().default(false),
  CASBAH_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Settings = z.infer<typeof settingsSchema>

const NEXT =
  'Set them in the environment, or put each value into a file and name that: NAME_FILE. The README lists them.'

export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Settings are not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n${NEXT}`)
    this.problems = problems
  }
}

/** Reads the settings from an environment; throws `SettingsError` naming every bad variable, never a value. */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): Settings =>
  readSome(env, Object.keys(settingsSchema.shape) as (keyof Settings)[])

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
