import type { Logger } from 'pino'
import { pino } from 'pino'
import type { Settings } from '../config.ts'

export type { Logger } from 'pino'

/**
 * Names under which secrets and people's data might be handed to the logger by mistake. The rule is
 * not to log them; this is the net under it. Paths of Temporal's own metadata hold ids only.
 */
const SECRET_NAMES = [
  'secret',
  'token',
  'password',
  'authorization',
  'cookie',
  'apiKey',
  'api_key',
  'masterKey',
  'credentials',
  'email',
  'text',
  'content',
  'payload',
  'body',
  'headers',
  'DATABASE_URL',
  'CASBAH_MASTER_KEY',
  'CASBAH_BOOTSTRAP_TOKEN',
]

/** What looks like a key wherever it stands: OpenAI's, our own tokens, bearer headers. */
const SECRET_SHAPES = /\b(?:sk-[\w-]{8,}|cbh_\w{8,}|whsec_[\w+/=]{8,})|\bBearer\s+\S+/g

const CENSORED = '[redacted]'

/** JSON lines on stderr: stdout belongs to commands' answers. */
export function createLogger(settings: Pick<Settings, 'CASBAH_LOG_LEVEL'>, role: string): Logger {
  return pino(
    {
      level: settings.CASBAH_LOG_LEVEL,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: CENSORED },
      serializers: { error: describeError, err: describeError },
      hooks: {
        logMethod(args, method) {
          const cleaned = args.map((arg) => (typeof arg === 'string' ? redact(arg) : arg))
          method.apply(this, cleaned as Parameters<typeof method>)
        },
      },
    },
    pino.destination({ dest: process.stderr.fd, sync: true }),
  )
}

/** Takes what looks like a secret out of a text. */
export const redact = (text: string): string => text.replaceAll(SECRET_SHAPES, CENSORED)

/** An error's name, code, message and stack, without the rest of it: drivers hang queries and rows on their errors. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error ? { code: String(error.code) } : {}
  const cause = error.cause instanceof Error ? { cause: describeError(error.cause) } : {}
  return {
    type: error.name,
    message: redact(error.message),
    ...code,
    stack: redact(error.stack ?? ''),
    ...cause,
  }
}
